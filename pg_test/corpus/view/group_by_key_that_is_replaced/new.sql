CREATE TABLE t (id integer, a text, b text, CONSTRAINT t_key PRIMARY KEY (id) INCLUDE (b));
CREATE VIEW v AS SELECT id, a, count(*) AS n FROM t GROUP BY id;
CREATE VIEW w AS SELECT a, n FROM v;
