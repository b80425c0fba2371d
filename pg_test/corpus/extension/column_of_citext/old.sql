CREATE EXTENSION citext;
CREATE TABLE t (id integer PRIMARY KEY, name text UNIQUE, mail citext);
CREATE INDEX t_lower ON t (lower(name));
CREATE VIEW v AS SELECT id FROM t WHERE name = 'A';
