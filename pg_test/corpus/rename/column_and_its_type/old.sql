CREATE TABLE t (id integer PRIMARY KEY, old_name integer DEFAULT 5);
CREATE INDEX ON t (old_name);
CREATE VIEW v AS SELECT old_name FROM t;
