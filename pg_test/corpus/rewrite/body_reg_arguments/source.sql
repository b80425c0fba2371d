CREATE SCHEMA dbo;

CREATE TEXT SEARCH DICTIONARY dbo."Words" (TEMPLATE = simple, stopwords = english);
CREATE TEXT SEARCH CONFIGURATION dbo."Plain" (COPY = simple);
ALTER TEXT SEARCH CONFIGURATION dbo."Plain" ALTER MAPPING FOR asciiword WITH dbo."Words";
CREATE TABLE dbo."Posts" ("Id" integer PRIMARY KEY, "Body" text, "Asked" tsquery);
INSERT INTO dbo."Posts" VALUES (1, 'the quick brown fox', 'fox');
CREATE FUNCTION dbo."Vector"(text) RETURNS text LANGUAGE sql AS $$
    SELECT to_tsvector('dbo."Plain"', $1) || pg_catalog.to_tsquery('dbo."Plain"', 'the | fox')::text
$$;
CREATE FUNCTION dbo."Found"() RETURNS text LANGUAGE plpgsql SET search_path = dbo AS $$
BEGIN
    RETURN concat(to_tsvector('"Plain"', "Body"), to_tsvector('english', "Body"), ts_lexize('"Words"', 'the'))
        FROM "Posts" WHERE to_tsvector('dbo."Plain"', "Body") @@ plainto_tsquery('"Plain"', 'the FOX');
END
$$;
CREATE FUNCTION dbo."Headline"() RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    asked tsquery := 'fox';
BEGIN
    RETURN ts_headline('dbo."Plain"', "Body", asked) || ts_headline('dbo."Plain"', "Body", "Asked", 'StartSel=*')
        FROM dbo."Posts";
END
$$;
CREATE FUNCTION dbo."Count"("Of" regclass, "What" text DEFAULT 'dbo."Posts"') RETURNS text LANGUAGE sql AS $$
    SELECT "What" || count(*) FROM pg_catalog.pg_attribute WHERE attrelid = "Of" AND attnum > 0
$$;
CREATE FUNCTION dbo."Counted"() RETURNS text LANGUAGE plpgsql SET search_path = dbo AS $$
BEGIN
    RETURN dbo."Count"('dbo."Posts"', 'dbo."Posts"') || "Count"('"Posts"'::text) || pg_catalog.pg_relation_size('dbo."Posts"', 'vm');
END
$$;
CREATE SEQUENCE dbo."Ids";
CREATE FUNCTION dbo."Set"() RETURNS bigint LANGUAGE sql SET search_path = dbo AS $$ SELECT setval('dbo."Ids"', 7) + nextval('"Ids"') $$;
CREATE VIEW dbo."V" AS
    SELECT dbo."Vector"('the Fox') AS "A", dbo."Found"() AS "B", dbo."Headline"() AS "C", dbo."Counted"() AS "D", dbo."Set"() AS "E";
