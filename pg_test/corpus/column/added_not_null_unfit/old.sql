CREATE TABLE t (id integer);
CREATE TABLE empty (id integer);
