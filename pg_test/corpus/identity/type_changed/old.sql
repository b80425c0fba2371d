-- The sequence has the column's type, and counts on.
CREATE TABLE t (id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, a text);
CREATE TABLE child (t_id integer REFERENCES t);
