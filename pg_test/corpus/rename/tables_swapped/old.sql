-- Next month's table takes the place of this month's.
CREATE TABLE current (id integer PRIMARY KEY, a text);
CREATE TABLE next (id bigint PRIMARY KEY, b text, CONSTRAINT filled CHECK (b <> ''));
CREATE VIEW v AS SELECT a FROM current;
