CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy');
CREATE TYPE state AS (n integer, m mood, ms mood[]);
CREATE TYPE around AS (s state, list state[]);
CREATE DOMAIN known AS state CHECK ((VALUE).n > 0);
CREATE TABLE t (id integer PRIMARY KEY, m mood, s state, ss state[], a around, k known, CHECK ((s).n > 0));
CREATE TABLE p (id integer, s state DEFAULT ROW(1, 'ok', NULL)::state) PARTITION BY RANGE (id);
CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (10);
CREATE INDEX ON t (((s).n));
CREATE VIEW v AS SELECT id, (s).m, (k).ms, a FROM t;
