CREATE AGGREGATE total(integer) (SFUNC = int84pl, STYPE = bigint, INITCOND = '0');
CREATE TABLE t (id integer PRIMARY KEY);
CREATE VIEW v AS SELECT total(id)::text AS total FROM t;
COMMENT ON AGGREGATE total(integer) IS 'adds';
