CREATE SCHEMA dbo;
CREATE TABLE dbo."Users" ("Id" integer, "Name" text);
INSERT INTO dbo."Users" VALUES (1, 'Ann'), (2, 'Bob');
CREATE FUNCTION dbo.users(id integer) RETURNS text LANGUAGE sql
BEGIN ATOMIC
    SELECT string_agg("Name", ',' ORDER BY "Name") FROM dbo."Users" WHERE "Id" = id;
END;
CREATE VIEW dbo."V" AS SELECT dbo.users(1) AS "A", dbo.users(2) AS "B";
