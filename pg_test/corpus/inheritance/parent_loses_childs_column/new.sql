CREATE TABLE parent (a integer);
CREATE TABLE child (b text, d integer) INHERITS (parent);
