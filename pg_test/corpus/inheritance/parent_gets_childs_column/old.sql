CREATE TABLE parent (a integer);
CREATE TABLE child (b text) INHERITS (parent);
