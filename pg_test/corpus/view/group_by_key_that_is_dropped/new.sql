CREATE TABLE t (id integer NOT NULL, a text);
CREATE VIEW v AS SELECT id, max(a) AS a, count(*) AS n FROM t GROUP BY id;
