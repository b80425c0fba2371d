CREATE INDEX t_added ON t (a, f);
DROP INDEX t_hash;
