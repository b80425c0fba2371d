CREATE EXTENSION citext;
CREATE TABLE t (id integer PRIMARY KEY, name citext UNIQUE, mail text);
CREATE INDEX t_lower ON t (lower(name));
CREATE VIEW v AS SELECT id FROM t WHERE name = 'A';
