CREATE TABLE a (x integer DEFAULT 4, y integer);
CREATE TABLE other (x integer, z integer);
CREATE TABLE one () INHERITS (a);
CREATE INDEX ON one (x);
CREATE TABLE two (n text) INHERITS (a, other);
CREATE TABLE own (y integer, x integer NOT NULL);
ALTER TABLE own INHERIT a;
CREATE TABLE below () INHERITS (one);
