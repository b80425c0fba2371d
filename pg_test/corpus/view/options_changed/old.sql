-- since 15
CREATE TABLE t (id integer PRIMARY KEY, a text);
CREATE VIEW one AS SELECT id FROM t WHERE id > 0;
CREATE VIEW two WITH (security_barrier = true) AS SELECT id FROM one;
CREATE VIEW three AS SELECT id FROM t WHERE id > 0 WITH LOCAL CHECK OPTION;
CREATE VIEW four WITH (security_invoker = true, security_barrier = true) AS SELECT id FROM t;
