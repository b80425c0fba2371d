CREATE DOMAIN amount AS integer CONSTRAINT positive CHECK (VALUE > 0) CONSTRAINT small CHECK (VALUE < 100);
CREATE TABLE t (id integer PRIMARY KEY, a amount, list amount[]);
CREATE VIEW v AS SELECT a FROM t;
