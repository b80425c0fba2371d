CREATE TABLE parent (a integer, gone integer, b integer);
CREATE TABLE child (c integer) INHERITS (parent);
ALTER TABLE parent DROP COLUMN gone;
ALTER TABLE ONLY parent DROP COLUMN b;
