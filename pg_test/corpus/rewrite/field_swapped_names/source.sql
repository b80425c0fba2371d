CREATE SCHEMA dbo;

CREATE TYPE dbo."Point" AS ("X" integer, "Y" integer);
CREATE TYPE dbo."Place" AS ("Name" text, "At" dbo."Point");
CREATE TABLE dbo."Shops" ("Id" integer, "Home" dbo."Place", "Stops" dbo."Point"[]);
INSERT INTO dbo."Shops" VALUES
    (1, ROW('a', ROW(1, 2)), ARRAY[ROW(3, 4), ROW(5, 6)]::dbo."Point"[]), (2, NULL, NULL);

CREATE FUNCTION dbo."Same"(anyelement) RETURNS anyelement LANGUAGE sql AS 'SELECT $1';
-- Both fields are numbers: the wrong one would go unseen.
CREATE VIEW dbo."V" AS
SELECT (COALESCE(s."Stops"[1], ROW(7, 8)::dbo."Point"))."X" AS "A",
       (v.column1)."Y" AS "B", (dbo."Same"(s."Stops"[2]))."X" AS "C",
       (CASE WHEN s."Id" = 2 THEN NULL ELSE (s."Home")."At" END)."Y" AS "D"
  FROM dbo."Shops" s, (VALUES (ROW(10, 20)::dbo."Point")) v;
