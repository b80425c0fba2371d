CREATE TABLE t (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, a bigint, b text);
CREATE TABLE parent (id bigint NOT NULL, b text);
CREATE TABLE child (c integer) INHERITS (parent);
