-- What a child has by itself as well stays with it.
CREATE TABLE parent (a integer, b text, c date);
CREATE TABLE child (b text, d integer) INHERITS (parent);
