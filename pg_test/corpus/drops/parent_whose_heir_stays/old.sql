CREATE TABLE parent (id integer, a text, CONSTRAINT c CHECK (id > 0));
CREATE TABLE heir () INHERITS (parent);
