CREATE TABLE t (id integer, a text);
CREATE UNIQUE INDEX lower_a ON t (lower(a));
