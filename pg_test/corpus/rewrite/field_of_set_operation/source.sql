CREATE SCHEMA dbo;

CREATE TYPE dbo."Point" AS ("X" integer, "Y" integer);
CREATE TYPE dbo."Place" AS ("Name" text, "At" dbo."Point");
CREATE TABLE dbo."Shops" ("Id" integer, "Home" dbo."Place", "Stops" dbo."Point"[]);
INSERT INTO dbo."Shops" VALUES
    (1, ROW('a', ROW(1, 2)), ARRAY[ROW(3, 4), ROW(5, 6)]::dbo."Point"[]), (2, NULL, NULL);

CREATE VIEW dbo."V" AS
SELECT (u."P")."X" AS "A" FROM (
    SELECT NULL AS "P" WHERE false UNION SELECT (s."Home")."At" FROM dbo."Shops" s
    EXCEPT SELECT ROW(9, 9)::dbo."Point") u;
