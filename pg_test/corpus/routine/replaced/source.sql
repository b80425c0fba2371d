-- since 14
CREATE FUNCTION body(a integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT a + 1';
CREATE FUNCTION language(a text DEFAULT 'x') RETURNS text LANGUAGE sql AS 'SELECT a';
CREATE FUNCTION attributes(n integer) RETURNS SETOF integer LANGUAGE sql STABLE STRICT PARALLEL SAFE COST 7 ROWS 9 AS 'SELECT n';
CREATE FUNCTION settings() RETURNS text LANGUAGE sql SET work_mem = '1MB' SET search_path = public AS 'SELECT 1::text';
CREATE FUNCTION definer() RETURNS integer LANGUAGE sql SECURITY DEFINER LEAKPROOF AS 'SELECT 1';
CREATE FUNCTION "Of Table"(a integer) RETURNS TABLE (b integer, "C" text) LANGUAGE sql AS $$SELECT a, 'c'$$;
CREATE FUNCTION scalar(a integer, OUT b integer) LANGUAGE sql AS 'SELECT a';
CREATE FUNCTION list(VARIADIC a integer[]) RETURNS integer LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION any_default(a anyelement DEFAULT 1) RETURNS anyelement LANGUAGE sql AS 'SELECT a';
CREATE FUNCTION atomic(a integer) RETURNS integer LANGUAGE sql AS 'SELECT a';
CREATE FUNCTION fire() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE PROCEDURE work(IN a integer, INOUT b text) LANGUAGE plpgsql AS 'BEGIN b := a; END';
CREATE FUNCTION unnamed(integer, text) RETURNS integer LANGUAGE sql AS 'SELECT $1';
COMMENT ON FUNCTION body(integer) IS 'adds';
CREATE TABLE t (id integer DEFAULT body(1) CHECK (body(id) > 0), more integer GENERATED ALWAYS AS (body(id)) STORED);
CREATE INDEX by_body ON t (body(id));
CREATE VIEW v AS SELECT body(id) AS b, f."C" FROM t, "Of Table"(t.id) f;
CREATE TRIGGER fires BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION fire();
