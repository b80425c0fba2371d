CREATE SCHEMA dbo;

CREATE TYPE dbo."Point" AS ("X" integer, "Y" integer);
CREATE TYPE dbo."Place" AS ("Name" text, "At" dbo."Point");
CREATE TABLE dbo."Shops" ("Id" integer, "Home" dbo."Place", "Stops" dbo."Point"[]);
INSERT INTO dbo."Shops" VALUES
    (1, ROW('a', ROW(1, 2)), ARRAY[ROW(3, 4), ROW(5, 6)]::dbo."Point"[]), (2, NULL, NULL);

CREATE VIEW dbo."V" AS
SELECT (COALESCE(s."Stops"[1], (s."Home")."At", ROW(7, 8)::dbo."Point"))."Y" AS "A",
       ((ARRAY[(s."Home")."At", GREATEST(s."Stops"[1], s."Stops"[2])])[2])."X" AS "B",
       (CASE (s."Home")."Name" WHEN 'a' THEN (s."Home")."At" WHEN 'b' THEN NULL END)."X" AS "C"
  FROM dbo."Shops" s;
