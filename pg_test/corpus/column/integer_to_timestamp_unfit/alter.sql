ALTER TABLE t ALTER COLUMN a TYPE timestamp USING a::text::timestamp;
