CREATE TABLE t (id integer, name text);
CREATE VIEW v AS SELECT a.id, l.n FROM t AS a, LATERAL (SELECT count(*) AS n FROM t AS b WHERE b.id = a.id) AS l;
CREATE VIEW typed AS SELECT 'x'::varchar(3) AS s, 1.5::numeric(4,2) AS n, ARRAY[1] AS a, t AS whole FROM t;
