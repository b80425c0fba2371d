ALTER STATISTICS old_name RENAME TO new_name;
