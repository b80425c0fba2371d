CREATE TABLE old_name (id serial);
ALTER TABLE old_name RENAME TO new_name;
ALTER TABLE new_name RENAME COLUMN id TO number;
