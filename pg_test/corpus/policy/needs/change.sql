ALTER TABLE a_first.doc DROP COLUMN team CASCADE;
DROP FUNCTION z_last.may_see(integer) CASCADE;
