-- What each walk begins with, so that it soon has something to change.
CREATE SCHEMA app;
CREATE SCHEMA "Two";
CREATE TYPE app.mood AS ENUM ('new', 'open');
CREATE DOMAIN "Two".amount AS numeric(10,2) CHECK (VALUE >= 0);
CREATE TYPE app."Point" AS (a integer, b text);
CREATE FUNCTION app.delta(n integer) RETURNS integer LANGUAGE sql IMMUTABLE AS $$ SELECT n + 1 $$;
CREATE FUNCTION "Two".delta() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE TABLE app.alpha (id integer PRIMARY KEY, a text DEFAULT 'x' NOT NULL, b app.mood, e "Two".amount DEFAULT 0);
CREATE TABLE app.beta (id serial, a integer REFERENCES app.alpha, "C" app."Point", "d""q" date DEFAULT CURRENT_DATE);
CREATE TABLE "Two".alpha (id integer, a text) PARTITION BY RANGE (id);
CREATE TABLE "Two"."Gamma" PARTITION OF "Two".alpha FOR VALUES FROM (0) TO (10);
CREATE INDEX ON app.beta (a DESC) INCLUDE (id);
CREATE VIEW app."Gamma" AS SELECT id, a, b FROM app.alpha WHERE id > 0;
CREATE VIEW "Two".beta AS SELECT x.id, x.a, y."C" FROM app."Gamma" x JOIN app.beta y ON x.id = y.a;
CREATE MATERIALIZED VIEW app.delta AS SELECT a, count(*) AS n FROM app.alpha GROUP BY a;
CREATE TRIGGER p1 BEFORE UPDATE ON app.alpha FOR EACH ROW EXECUTE FUNCTION "Two".delta();
COMMENT ON COLUMN app.alpha.a IS 'told';
