CREATE FUNCTION "double"(n integer) RETURNS integer LANGUAGE sql IMMUTABLE AS $$ SELECT n * 2 $$;
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE TABLE t (id integer PRIMARY KEY, n integer DEFAULT "double"(4), m integer GENERATED ALWAYS AS ("double"(id)) STORED, CONSTRAINT c CHECK ("double"(n) > 0));
CREATE INDEX t_twice ON t ("double"(n));
CREATE POLICY p ON t USING ("double"(id) > 1);
CREATE TRIGGER stamp BEFORE UPDATE ON t FOR EACH ROW WHEN ("double"(new.id) > 2) EXECUTE FUNCTION touch();
CREATE VIEW v AS SELECT id, "double"(n) AS m FROM t;
CREATE FUNCTION four(n integer) RETURNS integer LANGUAGE sql IMMUTABLE RETURN "double"("double"(n));
