CREATE TABLE t (id integer, name text);
CREATE VIEW barrier WITH (security_barrier) AS SELECT * FROM t;
CREATE VIEW not_barrier WITH (security_barrier = false) AS SELECT * FROM t;
CREATE VIEW local_check AS SELECT * FROM t WHERE id > 0 WITH LOCAL CHECK OPTION;
CREATE VIEW cascaded WITH (security_barrier = true) AS SELECT * FROM local_check WHERE id < 10 WITH CASCADED CHECK OPTION;
