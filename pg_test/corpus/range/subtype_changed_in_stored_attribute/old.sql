CREATE TYPE span AS RANGE (subtype = integer);
CREATE TYPE stay AS (n integer, s span);
CREATE TABLE t (id integer PRIMARY KEY, x stay, xs stay[]);
