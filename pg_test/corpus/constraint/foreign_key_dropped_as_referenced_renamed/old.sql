-- The rows that are referred to are there, under whatever names.
CREATE TABLE t (a integer PRIMARY KEY, b integer UNIQUE);
CREATE TABLE r (a integer REFERENCES t, b integer CONSTRAINT r_b REFERENCES t (b));
CREATE TABLE s (a integer PRIMARY KEY);
CREATE TABLE q (a integer REFERENCES s);
