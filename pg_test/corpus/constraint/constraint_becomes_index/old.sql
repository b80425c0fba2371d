CREATE TABLE t (a integer CONSTRAINT once UNIQUE, b integer);
CREATE TABLE child (t_a integer CONSTRAINT there REFERENCES t (a));
