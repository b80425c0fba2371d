CREATE TABLE old_name (a integer PRIMARY KEY, b text);
CREATE VIEW v AS SELECT a FROM old_name;
