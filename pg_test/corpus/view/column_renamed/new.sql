CREATE TABLE t (id integer PRIMARY KEY, a text);
CREATE VIEW v AS SELECT id AS number, a AS "Name" FROM t;
CREATE VIEW w AS SELECT "Name" AS a FROM v WHERE number > 0;
