ALTER TYPE dbo.e ADD VALUE 'o';
CREATE VIEW dbo.only_a AS SELECT id FROM dbo.t WHERE e = 'a';
