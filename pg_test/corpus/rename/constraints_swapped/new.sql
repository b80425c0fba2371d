CREATE TABLE t (a integer, b integer, CONSTRAINT two UNIQUE (a), CONSTRAINT one UNIQUE (b),
  CONSTRAINT y CHECK (a > 0), CONSTRAINT x CHECK (b > 0));
