CREATE TABLE next (id integer CONSTRAINT current_pkey PRIMARY KEY, a text);
CREATE TABLE current (id bigint CONSTRAINT next_pkey PRIMARY KEY, b text, CONSTRAINT filled CHECK (b <> ''));
CREATE VIEW v AS SELECT a FROM next;
