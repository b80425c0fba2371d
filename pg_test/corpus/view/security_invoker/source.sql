-- since 15
CREATE TABLE t (id integer);
CREATE VIEW v WITH (security_invoker = true) AS SELECT id FROM t;
