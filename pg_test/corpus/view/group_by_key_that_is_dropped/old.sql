CREATE TABLE t (id integer CONSTRAINT t_key PRIMARY KEY, a text);
CREATE VIEW v AS SELECT id, a, count(*) AS n FROM t GROUP BY id;
