-- What the heir has as its own has the parent's new names before it is tied to that; grandchildren follow it.
CREATE TABLE parent (a integer, b text, CONSTRAINT filled CHECK (b <> ''));
CREATE TABLE child (a integer, b text, c date, CONSTRAINT filled CHECK (b <> ''));
CREATE TABLE grandchild () INHERITS (child);
