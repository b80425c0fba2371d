CREATE TABLE t (id integer, "C" integer, d integer);
CREATE TABLE p (id integer, "C" integer, d integer) PARTITION BY LIST (d);
CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1);
CREATE VIEW v AS SELECT "C" AS x FROM t;
CREATE UNIQUE INDEX t_c ON t ("C");
CREATE POLICY "po""l" ON t USING ("C" > 0);
CREATE POLICY on_p ON p USING ("C" > 0);
CREATE POLICY on_p1 ON p1 USING ("C" > 0);
COMMENT ON COLUMN t."C" IS 'it goes';
