CREATE TABLE p (id integer, a integer DEFAULT 1);
CREATE TABLE gone (b text) INHERITS (p);
CREATE TABLE kept (b text) INHERITS (p);
