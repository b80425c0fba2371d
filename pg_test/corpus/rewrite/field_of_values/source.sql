CREATE SCHEMA dbo;

CREATE TYPE dbo."Point" AS ("X" integer, "Y" integer);
CREATE TYPE dbo."Place" AS ("Name" text, "At" dbo."Point");
CREATE TABLE dbo."Shops" ("Id" integer, "Home" dbo."Place", "Stops" dbo."Point"[]);
INSERT INTO dbo."Shops" VALUES
    (1, ROW('a', ROW(1, 2)), ARRAY[ROW(3, 4), ROW(5, 6)]::dbo."Point"[]), (2, NULL, NULL);

CREATE VIEW dbo."V" AS
SELECT (v."P")."X" AS "A", (v.column2)."Name" AS "B"
  FROM (VALUES (ROW(1, 2)::dbo."Point", NULL::dbo."Place"), (NULL, ROW('b', ROW(3, 4))::dbo."Place")) v("P");
