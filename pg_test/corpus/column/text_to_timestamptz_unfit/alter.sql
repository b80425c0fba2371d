ALTER TABLE t ALTER COLUMN a TYPE timestamptz USING a::timestamptz;
