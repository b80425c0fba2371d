CREATE TABLE a (x integer DEFAULT 4, y integer);
CREATE TABLE other (x integer, z integer);
CREATE TABLE one (y integer);
CREATE TABLE two (y integer, z integer, n text);
CREATE TABLE own (y integer);
CREATE TABLE below () INHERITS (one);
