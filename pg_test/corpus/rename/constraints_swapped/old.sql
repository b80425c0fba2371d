CREATE TABLE t (a integer, b integer, CONSTRAINT one UNIQUE (a), CONSTRAINT two UNIQUE (b),
  CONSTRAINT x CHECK (a > 0), CONSTRAINT y CHECK (b > 0));
