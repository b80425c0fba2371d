-- since 14
CREATE TABLE t (a text, b text, c text COMPRESSION pglz, d numeric);
ALTER TABLE t ALTER COLUMN b SET STORAGE PLAIN;
