CREATE TABLE u (r daterange, EXCLUDE USING spgist (r WITH &&));
ALTER TABLE t DROP CONSTRAINT with_hash;
