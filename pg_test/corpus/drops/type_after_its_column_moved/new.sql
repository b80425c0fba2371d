CREATE TABLE t (id integer PRIMARY KEY, m text DEFAULT 'ok', list text[]);
CREATE VIEW v AS SELECT id, m FROM t;
