CREATE TABLE t (id integer, a text DEFAULT 'x');
