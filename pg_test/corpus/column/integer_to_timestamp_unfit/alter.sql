ALTER TABLE t ALTER COLUMN a TYPE timestamp USING to_timestamp(a)::timestamp;
