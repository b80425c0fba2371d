CREATE TABLE t (id integer, state text DEFAULT 'open');
CREATE VIEW v AS SELECT state FROM t;
