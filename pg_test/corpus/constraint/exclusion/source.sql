CREATE TABLE t (
  a integer, during int4range, place box, name text,
  EXCLUDE USING gist (during WITH &&),
  CONSTRAINT conditional EXCLUDE USING gist (place WITH &&) WHERE (a > 0),
  CONSTRAINT expression EXCLUDE USING gist (int4range(a, a + 10) WITH &&) DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT with_btree EXCLUDE USING btree (lower(name) COLLATE "C" WITH =) INCLUDE (a) WITH (fillfactor = 90),
  CONSTRAINT with_hash EXCLUDE USING hash (a WITH =) WHERE (name IS NOT NULL AND name <> 'x')
);
COMMENT ON CONSTRAINT conditional ON t IS 'only where';
