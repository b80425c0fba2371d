CREATE TABLE p (id integer PRIMARY KEY, a text, b integer);
CREATE TABLE q (c text) INHERITS (p);
