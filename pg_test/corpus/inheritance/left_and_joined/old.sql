CREATE TABLE parent (a integer, b text, CONSTRAINT positive CHECK (a > 0));
CREATE TABLE child (c date) INHERITS (parent);
