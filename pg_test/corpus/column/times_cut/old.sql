CREATE TABLE t (id integer PRIMARY KEY, a timestamp, b timestamp, c timestamptz, d timetz);
