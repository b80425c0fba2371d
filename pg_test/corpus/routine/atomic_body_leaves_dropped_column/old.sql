-- since 14
CREATE TABLE t (id integer PRIMARY KEY, a integer, b integer);
CREATE FUNCTION total() RETURNS bigint LANGUAGE sql BEGIN ATOMIC SELECT sum(t.a + t.b) FROM t; END;
CREATE VIEW v AS SELECT total() AS total;
