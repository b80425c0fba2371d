CREATE TABLE parent (a integer, CONSTRAINT positive CHECK (a >= 0), CONSTRAINT small CHECK (a < 100));
CREATE TABLE child () INHERITS (parent);
CREATE TABLE own (CONSTRAINT positive CHECK (a >= 0)) INHERITS (parent);
