CREATE TABLE parent (id integer, b text, CONSTRAINT b_filled CHECK (b <> ''));
CREATE TABLE child (id integer, b text, c date, CONSTRAINT b_filled CHECK (b <> ''));
CREATE TABLE grandchild () INHERITS (child);
ALTER TABLE child INHERIT parent;
