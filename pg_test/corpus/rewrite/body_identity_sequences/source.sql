CREATE SCHEMA dbo;

CREATE TABLE dbo."Things" ("TheId" integer GENERATED ALWAYS AS IDENTITY (START 7), "Name" text);
CREATE FUNCTION dbo."Next"() RETURNS bigint LANGUAGE sql AS $$ SELECT nextval('dbo."Things_TheId_seq"') $$;
CREATE FUNCTION dbo."Now"() RETURNS bigint LANGUAGE plpgsql SET search_path = dbo AS $$
BEGIN
    PERFORM nextval('"Things_TheId_seq"');
    RETURN currval('"Things_TheId_seq"'::regclass);
END
$$;
CREATE FUNCTION dbo."Last"() RETURNS bigint LANGUAGE plpgsql SET search_path = dbo AS $$
BEGIN
    RETURN s.last_value + (SELECT last_value FROM "Things_TheId_seq") FROM dbo."Things_TheId_seq" s;
END
$$;
CREATE VIEW dbo."V" AS SELECT dbo."Next"() AS "A", dbo."Now"() AS "B", dbo."Last"() AS "C";
