CREATE TABLE stays (id integer PRIMARY KEY, a text, b text);
CREATE TABLE goes (id integer PRIMARY KEY, stays integer REFERENCES stays);
CREATE VIEW seen AS SELECT id, a FROM stays;
