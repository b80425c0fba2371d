CREATE OR REPLACE VIEW v AS WITH c AS (SELECT count(*) AS n FROM t) SELECT a.id, (SELECT c.n FROM c) AS n FROM t AS a;
CREATE OR REPLACE VIEW typed AS SELECT 'y'::varchar(3) AS s, 2.5::numeric(4,2) AS n, ARRAY[2] AS a, t AS whole FROM t WHERE id = 2;
