-- The reference depends on an index that is no constraint.
CREATE TABLE r (a integer, b integer);
CREATE UNIQUE INDEX r_b ON r (b);
CREATE TABLE t (b integer REFERENCES r (b));
