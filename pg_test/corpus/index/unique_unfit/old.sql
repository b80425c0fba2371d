CREATE TABLE t (id integer, a text);
CREATE INDEX lower_a ON t (lower(a));
