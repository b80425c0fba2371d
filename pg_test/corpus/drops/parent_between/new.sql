CREATE TABLE top (id integer CONSTRAINT c CHECK (id > 0));
CREATE TABLE heir (id integer, a text, b text, CONSTRAINT c CHECK (id > 0), CONSTRAINT d CHECK (a <> '')) INHERITS (top);
CREATE VIEW of_heir AS SELECT id, a, b FROM heir;
