ALTER INDEX old_name RENAME TO new_name;
ALTER INDEX old_unique RENAME TO new_unique;
