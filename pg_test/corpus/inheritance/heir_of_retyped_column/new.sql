CREATE TABLE p (id integer, a bigint DEFAULT 1);
CREATE TABLE kept (b text) INHERITS (p);
CREATE TABLE new (b text) INHERITS (p);
