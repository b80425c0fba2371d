-- Names without schema become such as pg_catalog has, which is searched first.
CREATE SCHEMA dbo;
CREATE FUNCTION dbo."Left"(a text, b integer) RETURNS text LANGUAGE sql AS $$ SELECT 'own left'::text $$;
CREATE FUNCTION dbo."Now"() RETURNS text LANGUAGE sql AS $$ SELECT 'own now'::text $$;
CREATE DOMAIN dbo."Text" AS integer;
CREATE TABLE dbo."Pg_Class" ("Id" integer);
INSERT INTO dbo."Pg_Class" VALUES (1);
CREATE FUNCTION dbo."Called"() RETURNS text LANGUAGE sql SET search_path = dbo AS $$ SELECT "Now"() || ' ' || "Left"('abc', 1) $$;
CREATE FUNCTION dbo."Assigned"() RETURNS text LANGUAGE plpgsql SET search_path = dbo AS $$
DECLARE
    x "Text" := 5.4;
    y text;
BEGIN
    y := 6.4::"Text" || "Left"('abc', 1);
    RETURN x || y;
END
$$;
CREATE FUNCTION dbo."Read"() RETURNS bigint LANGUAGE sql SET search_path = dbo AS $$
    SELECT count(*) FROM "Pg_Class" WHERE '"Pg_Class"'::regclass = tableoid
$$;
CREATE VIEW dbo."V" AS SELECT dbo."Called"() AS "A", dbo."Assigned"() AS "B", dbo."Read"() AS "C";
