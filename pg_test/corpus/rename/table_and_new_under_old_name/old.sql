CREATE TABLE t (id integer PRIMARY KEY, a text);
CREATE TABLE child (t_id integer REFERENCES t);
