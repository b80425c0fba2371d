-- INHERIT of an existing table: every column is local and inherited.
CREATE TABLE parent (a integer, b text);
CREATE TABLE child (b text, x integer, a integer);
ALTER TABLE child INHERIT parent;
CREATE TABLE former (c integer) INHERITS (parent);
ALTER TABLE former NO INHERIT parent;
