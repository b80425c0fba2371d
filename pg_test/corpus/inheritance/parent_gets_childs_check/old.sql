CREATE TABLE parent (a integer);
CREATE TABLE child (CONSTRAINT positive CHECK (a > 0)) INHERITS (parent);
