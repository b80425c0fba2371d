ALTER TABLE parent ADD COLUMN b text;
