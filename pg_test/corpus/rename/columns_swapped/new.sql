CREATE TABLE t (id integer, b text, a text, CONSTRAINT a_only CHECK (b <> ''));
CREATE VIEW v AS SELECT b AS a, a AS b FROM t;
