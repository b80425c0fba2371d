CREATE TABLE heir (id integer, a text, CONSTRAINT c CHECK (id > 0));
