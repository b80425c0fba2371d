-- since 14
CREATE FUNCTION twice(n integer) RETURNS integer LANGUAGE sql IMMUTABLE AS $$ SELECT n * 2 $$;
CREATE FUNCTION stamp() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE TABLE t (id integer PRIMARY KEY, n integer DEFAULT twice(4), m integer GENERATED ALWAYS AS (twice(id)) STORED, CONSTRAINT c CHECK (twice(n) > 0));
CREATE INDEX t_twice ON t (twice(n));
CREATE POLICY p ON t USING (twice(id) > 1);
CREATE TRIGGER stamp BEFORE UPDATE ON t FOR EACH ROW WHEN (twice(new.id) > 2) EXECUTE FUNCTION stamp();
CREATE VIEW v AS SELECT id, twice(n) AS m FROM t;
CREATE FUNCTION four(n integer) RETURNS integer LANGUAGE sql IMMUTABLE RETURN twice(twice(n));
