CREATE DOMAIN small AS smallint CHECK (VALUE < 1000);
CREATE DOMAIN tiny AS small CHECK (VALUE < 10) DEFAULT 1;
CREATE DOMAIN tinies AS tiny[] CHECK (cardinality(VALUE) < 5);
CREATE DOMAIN weekday AS integer[];
CREATE TABLE t (a small, b tiny, c tinies, d tiny[], e weekday);
