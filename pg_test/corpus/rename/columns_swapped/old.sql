CREATE TABLE t (id integer, a text, b text, CONSTRAINT a_only CHECK (a <> ''));
CREATE VIEW v AS SELECT a, b FROM t;
