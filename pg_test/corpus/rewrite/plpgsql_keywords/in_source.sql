SELECT dbo.indexed(); DROP INDEX dbo.made;
