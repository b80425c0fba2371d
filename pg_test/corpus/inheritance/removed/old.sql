CREATE TABLE parent (a integer CHECK (a > 0), b text);
CREATE TABLE child (c date) INHERITS (parent);
