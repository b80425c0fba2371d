-- since 14
CREATE PROCEDURE p(a integer, INOUT b integer, VARIADIC c integer[]) LANGUAGE plpgsql AS 'BEGIN b := a; END';
CREATE PROCEDURE definer() LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog AS 'SELECT 1';
CREATE PROCEDURE commits() LANGUAGE plpgsql AS $$ BEGIN COMMIT; END $$;
COMMENT ON PROCEDURE commits() IS 'no function can';
