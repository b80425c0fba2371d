CREATE TABLE parent (a integer, CONSTRAINT positive CHECK (a > 0), CONSTRAINT small CHECK (a < 100));
CREATE TABLE child (CONSTRAINT positive CHECK (a > 0)) INHERITS (parent);
