ALTER TABLE t ALTER COLUMN a TYPE boolean USING a::text::boolean;
