CREATE SCHEMA dbo;
CREATE TABLE dbo.t ("FirstA" text, "SecondB" text);
CREATE TABLE dbo.u ("ThirdC" text);
INSERT INTO dbo.t VALUES ('a', 'b');
INSERT INTO dbo.u VALUES ('a');
-- Its row of the catalog is the last of the table's now.
ALTER TABLE dbo.t ALTER "FirstA" SET DEFAULT 'x';
CREATE VIEW dbo.v AS
    SELECT * FROM dbo.t JOIN (SELECT "ThirdC" AS "FirstA" FROM dbo.u) x USING ("FirstA");
