SELECT dw__dbo.indexed(); DROP INDEX dw__dbo.made;
