-- A table without schema becomes what a CTE or a temporary table is called.
CREATE SCHEMA dbo;
CREATE TABLE dbo."Users" (id integer, name text);
INSERT INTO dbo."Users" VALUES (1, 'Ann');
CREATE FUNCTION dbo."Cte"() RETURNS text LANGUAGE sql SET search_path = dbo AS $$
    WITH users AS (SELECT 7 AS id, 'cte'::text AS name) SELECT u.name FROM "Users" u WHERE EXISTS (SELECT FROM users)
$$;
CREATE FUNCTION dbo."Temp"() RETURNS text LANGUAGE plpgsql SET search_path = dbo AS $$
DECLARE
    found text := '';
    n text;
BEGIN
    FOR i IN 1..2 LOOP
        SELECT u.name INTO n FROM "Users" u;
        found := found || n;
        CREATE TEMP TABLE IF NOT EXISTS users AS SELECT 5 AS id, 'temp'::text AS name;
    END LOOP;
    DROP TABLE pg_temp.users;
    RETURN found;
END
$$;
CREATE VIEW dbo."V" AS SELECT dbo."Cte"() AS "A", dbo."Temp"() AS "B";
