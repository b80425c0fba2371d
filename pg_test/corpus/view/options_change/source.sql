-- since 15
CREATE TABLE t (id integer, name text);
CREATE VIEW gets AS SELECT id FROM t;
CREATE VIEW loses WITH (security_invoker = true, security_barrier = on) AS SELECT id FROM t;
CREATE VIEW changes WITH (security_invoker = true) AS SELECT id FROM t;
CREATE VIEW moves WITH (security_barrier = true, security_invoker = true) AS SELECT id FROM t;
CREATE VIEW local AS SELECT id FROM t WHERE id > 0 WITH LOCAL CHECK OPTION;
CREATE VIEW "Checked" AS SELECT id FROM t WHERE id > 0 WITH CASCADED CHECK OPTION;
CREATE VIEW above AS SELECT * FROM gets;
CREATE VIEW also_query WITH (security_invoker = true) AS SELECT id FROM t;
