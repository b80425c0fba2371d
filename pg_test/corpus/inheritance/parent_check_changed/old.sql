CREATE TABLE parent (a integer NOT NULL, CONSTRAINT positive CHECK (a > 0));
CREATE TABLE child () INHERITS (parent);
CREATE TABLE own (CONSTRAINT positive CHECK (a > 0)) INHERITS (parent);
