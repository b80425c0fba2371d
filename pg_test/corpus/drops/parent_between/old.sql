CREATE TABLE top (id integer CONSTRAINT c CHECK (id > 0));
CREATE TABLE parent (a text, CONSTRAINT d CHECK (a <> '')) INHERITS (top);
CREATE TABLE heir (b text) INHERITS (parent);
CREATE VIEW of_heir AS SELECT id, a, b FROM heir;
