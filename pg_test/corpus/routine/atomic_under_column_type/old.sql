-- since 14
CREATE TABLE t (id integer PRIMARY KEY, a integer);
CREATE FUNCTION first() RETURNS integer LANGUAGE sql BEGIN ATOMIC SELECT min(t.id) FROM t WHERE t.a > 0; END;
COMMENT ON FUNCTION first IS 'the least';
