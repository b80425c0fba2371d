CREATE TABLE other (id integer PRIMARY KEY);
CREATE TABLE t (a integer, b integer, CONSTRAINT positive CHECK (a > 0), CONSTRAINT there FOREIGN KEY (b) REFERENCES other);
