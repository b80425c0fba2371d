CREATE TABLE t (id integer PRIMARY KEY, a text);
CREATE VIEW one WITH (security_invoker = true) AS SELECT id FROM t WHERE id > 0;
CREATE VIEW two AS SELECT id FROM one;
CREATE VIEW three AS SELECT id FROM t WHERE id > 0 WITH CASCADED CHECK OPTION;
CREATE VIEW four WITH (security_invoker = false, security_barrier = true) AS SELECT id FROM t;
