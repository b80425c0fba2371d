CREATE TABLE other (id integer PRIMARY KEY);
CREATE TABLE t (a integer CONSTRAINT there REFERENCES other);
