-- A key that goes leaves its columns NOT NULL, unless these were freed as well.
CREATE TABLE t (id integer PRIMARY KEY);
CREATE TABLE u (id integer PRIMARY KEY);
