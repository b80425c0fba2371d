CREATE TYPE mood AS ENUM ('sad', 'fine', 'other');
CREATE TYPE temper AS ENUM ('sad', 'fine', 'wild');
CREATE DOMAIN price AS numeric(12,2);
CREATE TABLE t (
  a integer DEFAULT 7, b varchar(10) DEFAULT 'abc', c text, d integer NOT NULL, e mood, f mood[],
  g numeric, h text COLLATE "C", i text, j timestamp, k boolean, l integer, m integer[], n text,
  CONSTRAINT d_positive CHECK (d > 0)
);
CREATE INDEX t_d ON t (d, (a + 1));
ALTER INDEX t_d ALTER COLUMN 2 SET STATISTICS 300;
CREATE STATISTICS t_stat ON a, d FROM t;
ALTER STATISTICS t_stat SET STATISTICS 50;
ALTER TABLE t ALTER a SET STATISTICS 20, ALTER a SET (n_distinct = 5);
COMMENT ON COLUMN t.a IS 'stays';
ALTER TABLE t ALTER n SET STORAGE EXTERNAL;
