CREATE FUNCTION price(n integer) RETURNS integer LANGUAGE sql IMMUTABLE AS $$ SELECT n * 3 -- it's more
$$;
CREATE FUNCTION name(n integer) RETURNS text LANGUAGE plpgsql AS $$ BEGIN RETURN 'new'; END $$;
CREATE TABLE t (id integer PRIMARY KEY, n integer DEFAULT price(1));
CREATE VIEW v AS SELECT id, price(id) AS price, name(id) AS name FROM t;
