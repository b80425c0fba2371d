CREATE TYPE pair AS (b integer, a integer);
CREATE TABLE t (id integer PRIMARY KEY, p pair);
