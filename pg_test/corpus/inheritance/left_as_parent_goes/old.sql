CREATE TABLE gone (x integer, y integer);
CREATE TABLE one () INHERITS (gone);
