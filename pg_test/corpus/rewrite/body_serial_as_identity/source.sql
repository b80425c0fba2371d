CREATE SCHEMA dbo;

CREATE TABLE dbo."Things" ("TheId" serial, "Name" text);
ALTER SEQUENCE dbo."Things_TheId_seq" RESTART 7 START 7;
CREATE FUNCTION dbo."Next"() RETURNS bigint LANGUAGE sql AS $$ SELECT nextval('dbo."Things_TheId_seq"') $$;
CREATE FUNCTION dbo."Last"() RETURNS bigint LANGUAGE plpgsql SET search_path = dbo AS $$
BEGIN
    RETURN last_value FROM "Things_TheId_seq";
END
$$;
CREATE VIEW dbo."V" AS SELECT dbo."Next"() AS "A", dbo."Last"() AS "B";
