CREATE TABLE parent (a integer, b text);
CREATE TABLE child (b text) INHERITS (parent);
