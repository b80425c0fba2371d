CREATE TABLE top (a integer DEFAULT 1 NOT NULL CONSTRAINT positive CHECK (a > 0), b text);
CREATE TABLE parent (b text, p integer) INHERITS (top);
CREATE TABLE child (a integer DEFAULT 1 CONSTRAINT top_a_not_null NOT NULL CONSTRAINT positive CHECK (a > 0), b text, p integer, c date);
CREATE TABLE grandchild (d integer) INHERITS (child);
CREATE INDEX ON child (a);
CREATE VIEW all_of_child AS SELECT a, b, p, c FROM child;
