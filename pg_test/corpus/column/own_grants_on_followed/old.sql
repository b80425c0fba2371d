-- What was granted here on a view that is made anew, under a rule that leaves grants alone.
CREATE TABLE t (a integer, b text);
CREATE VIEW v AS SELECT a, b FROM t;
