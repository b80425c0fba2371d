CREATE TABLE parent (a integer, b text, CONSTRAINT positive CHECK (a > 0));
CREATE TABLE child (a integer, b text, c date, CONSTRAINT positive CHECK (a > 0));
ALTER TABLE child INHERIT parent;
