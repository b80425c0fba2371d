CREATE TABLE p (id integer PRIMARY KEY);
CREATE TABLE q (c text, b bigint, a text) INHERITS (p);
