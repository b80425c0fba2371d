CREATE AGGREGATE total(integer) (SFUNC = int4pl, STYPE = integer, INITCOND = '100', PARALLEL = safe);
CREATE TABLE t (id integer PRIMARY KEY);
CREATE VIEW v AS SELECT total(id) AS total FROM t;
