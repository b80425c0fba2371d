-- What the parent wants of its partitions is there already, and is taken.
CREATE TABLE other (id integer PRIMARY KEY);
CREATE TABLE p (k integer CONSTRAINT p_pkey PRIMARY KEY, v text, o integer REFERENCES other) PARTITION BY RANGE (k);
CREATE INDEX p_v ON p (v);
CREATE TABLE loose (k integer CONSTRAINT loose_pkey PRIMARY KEY, v text, o integer CONSTRAINT loose_o_fkey REFERENCES other);
CREATE INDEX loose_v ON loose (v);
