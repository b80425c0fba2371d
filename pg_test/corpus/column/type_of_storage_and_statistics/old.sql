-- A type brings its own storage; what was said of the column stays said.
CREATE TABLE t (a varchar(10), b text);
ALTER TABLE t ALTER COLUMN a SET STORAGE EXTERNAL, ALTER COLUMN a SET STATISTICS 700, ALTER COLUMN b SET STORAGE MAIN;
