CREATE FUNCTION price(n integer) RETURNS integer LANGUAGE sql IMMUTABLE AS $$ SELECT n * 2 $$;
CREATE FUNCTION name(n integer) RETURNS text LANGUAGE plpgsql AS $$ BEGIN RETURN 'old'; END $$;
CREATE TABLE t (id integer PRIMARY KEY, n integer DEFAULT price(1));
CREATE VIEW v AS SELECT id, price(id) AS price, name(id) AS name FROM t;
