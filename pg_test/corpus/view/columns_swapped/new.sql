CREATE TABLE t (id integer PRIMARY KEY, a text, b text);
CREATE VIEW v AS SELECT a AS b, b AS a FROM t;
CREATE VIEW w AS SELECT b AS a, a AS b FROM v;
