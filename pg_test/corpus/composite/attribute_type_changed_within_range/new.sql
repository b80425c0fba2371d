CREATE TYPE point_of AS (a bigint, b text);
CREATE TYPE span AS RANGE (subtype = point_of);
CREATE TABLE t (id integer PRIMARY KEY, s span);
