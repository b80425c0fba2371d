CREATE TABLE t (a integer, b text);
CREATE INDEX t_fill ON t (a) WITH (fillfactor = 50, deduplicate_items = off);
CREATE INDEX t_hash ON t USING hash (a) WITH (fillfactor = 60);
