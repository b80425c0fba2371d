CREATE TABLE a (id integer, x text);
CREATE TABLE b (id integer, y text);
CREATE TABLE c (z text) INHERITS (b, a);
CREATE TABLE d (id integer, w text) INHERITS (c);
