-- The column was renamed after the view was made: the view keeps its name.
CREATE TABLE t (a integer, b integer);
CREATE VIEW v AS SELECT a, b FROM t;
ALTER TABLE t RENAME COLUMN a TO x;
CREATE VIEW w AS SELECT * FROM v JOIN t USING (b);
ALTER VIEW v RENAME COLUMN b TO y;
