CREATE SCHEMA dbo;

CREATE TYPE dbo."Address" AS ("City" text, "Zip" text);
CREATE TABLE dbo."People" ("Id" integer, "Home" dbo."Address", "Tags" text[]);
INSERT INTO dbo."People" VALUES (1, ('Oslo', '01'), '{a,b}'), (2, ('Bern', '30'), NULL);
CREATE FUNCTION dbo."Letter"("Person" dbo."People") RETURNS text LANGUAGE plpgsql STABLE AS $$
DECLARE
    a dbo."Address" := "Person"."Home";
    b dbo."Address" := ROW('x', 'y')::dbo."Address";
    p dbo."People"%ROWTYPE := "Person";
BEGIN
    a."Zip" := a."Zip" || b."City";
    p."Home" := a;
    p."Tags"[1] := 'first';
    RETURN (p."Home")."City" || a."Zip" || p."Tags"[1] || ("Person"."Home")."Zip";
END
$$;
CREATE VIEW dbo."V" AS SELECT p."Id", dbo."Letter"(p) AS "Text" FROM dbo."People" p;
