CREATE TABLE t (id integer PRIMARY KEY, new_name bigint DEFAULT 5);
CREATE INDEX t_old_name_idx ON t (new_name);
CREATE VIEW v AS SELECT new_name FROM t;
