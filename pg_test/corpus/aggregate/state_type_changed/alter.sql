DROP VIEW v;
DROP AGGREGATE total(integer);
CREATE AGGREGATE total(integer) (SFUNC = int84pl, STYPE = bigint, INITCOND = '0');
CREATE VIEW v AS SELECT total(id)::text AS total FROM t;
COMMENT ON AGGREGATE total(integer) IS 'adds';
