-- The comment that every database is born with, replaced.
COMMENT ON SCHEMA public IS 'ours now';
CREATE TABLE t (id integer);
