CREATE TABLE t (id integer, a text, a_new integer);
