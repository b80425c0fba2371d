-- since 18
CREATE TABLE o (id integer PRIMARY KEY);
CREATE TABLE t (
    a integer CONSTRAINT positive CHECK (a > 0) NOT ENFORCED,
    o integer CONSTRAINT known REFERENCES o NOT ENFORCED);
