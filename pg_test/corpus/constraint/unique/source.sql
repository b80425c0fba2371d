CREATE TABLE t (
  a integer UNIQUE, b integer, c text,
  UNIQUE (b, c), CONSTRAINT deferrable_one UNIQUE (c) DEFERRABLE,
  CONSTRAINT deferred UNIQUE (b) DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT including UNIQUE (a, b) INCLUDE (c) WITH (fillfactor = 80)
);
COMMENT ON CONSTRAINT deferred ON t IS 'checked at commit';
