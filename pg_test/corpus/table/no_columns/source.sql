CREATE TABLE none ();
CREATE TABLE all_gone (a integer, b text);
ALTER TABLE all_gone DROP COLUMN a, DROP COLUMN b;
