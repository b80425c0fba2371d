CREATE TYPE inner_of AS (code text, label text);
CREATE TYPE outer_of AS (i inner_of[]);
CREATE TABLE t (id integer PRIMARY KEY, o outer_of);
