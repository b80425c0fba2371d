-- A column that becomes what an alias is comes before the whole row.
CREATE SCHEMA dbo;
CREATE TABLE dbo."Users" ("Id" integer, "U" text);
INSERT INTO dbo."Users" VALUES (1, 'secret');
CREATE FUNCTION dbo."Text"() RETURNS text LANGUAGE sql AS $$ SELECT u::text FROM dbo."Users" u $$;
CREATE FUNCTION dbo."Id"() RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
    t dbo."Users";
BEGIN
    t := (SELECT u FROM dbo."Users" u);
    RETURN t."Id";
END
$$;
CREATE VIEW dbo."V" AS SELECT dbo."Text"() AS "A", dbo."Id"() AS "B";
