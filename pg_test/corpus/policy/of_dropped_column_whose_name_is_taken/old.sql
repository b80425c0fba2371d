CREATE TYPE p AS (x integer);
CREATE TABLE t (id integer, "C" p, d integer);
CREATE POLICY p1 ON t USING ("C" IS NOT NULL);
