-- A bare name within a query over columns that are not known may be theirs.
CREATE SCHEMA dbo;
CREATE TABLE dbo."Users" ("Id" integer, "Name" text);
INSERT INTO dbo."Users" VALUES (1, 'Ann'), (2, 'Bob');
CREATE FUNCTION dbo."In"() RETURNS bigint LANGUAGE sql AS $$
    SELECT count(*) FROM dbo."Users"
     WHERE "Id" IN (SELECT "Id" FROM XMLTABLE('/a' PASSING ('<a><b>1</b></a>'::xml) COLUMNS "Id" integer PATH 'b') x)
$$;
CREATE FUNCTION dbo."Natural"() RETURNS bigint LANGUAGE sql AS $$
    SELECT count(*) FROM dbo."Users" u
      NATURAL JOIN XMLTABLE('/a' PASSING ('<a><b>1</b></a>'::xml) COLUMNS "Id" integer PATH 'b') x
$$;
CREATE FUNCTION dbo."Made"() RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    n bigint;
BEGIN
    CREATE TEMP TABLE "Made" ("Id" integer);
    INSERT INTO "Made" VALUES (1);
    SELECT count(*) INTO n FROM dbo."Users" WHERE "Id" IN (SELECT "Id" FROM "Made");
    DROP TABLE "Made";
    RETURN n;
END
$$;
CREATE FUNCTION dbo."Copied"() RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    names text;
BEGIN
    CREATE TEMP TABLE "Copy" ON COMMIT DROP AS SELECT u.* FROM dbo."Users" u WHERE u."Id" = 2 WITH DATA;
    SELECT string_agg("Name", ',') INTO names FROM dbo."Users" WHERE "Id" IN (SELECT "Id" FROM "Copy");
    DROP TABLE "Copy";
    RETURN names;
END
$$;
CREATE FUNCTION dbo."Catalog"() RETURNS text LANGUAGE sql AS $$
    SELECT string_agg("Name", ',') FROM dbo."Users"
     WHERE EXISTS (SELECT FROM pg_class WHERE relname = 'pg_class' AND "Id" = 1)
$$;
CREATE VIEW dbo."V" AS
    SELECT dbo."In"() AS "A", dbo."Natural"() AS "B", dbo."Made"() AS "C", dbo."Copied"() AS "D", dbo."Catalog"() AS "E";
