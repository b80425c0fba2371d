ALTER TABLE t RENAME COLUMN old_name TO new_name;
