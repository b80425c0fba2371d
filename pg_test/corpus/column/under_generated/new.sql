CREATE TABLE t (a bigint, doubled integer GENERATED ALWAYS AS (a * 2) STORED);
