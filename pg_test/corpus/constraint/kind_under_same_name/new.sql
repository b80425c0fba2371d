CREATE TABLE t (a integer, b integer, CONSTRAINT c UNIQUE (a), CONSTRAINT d CHECK (b > 0));
