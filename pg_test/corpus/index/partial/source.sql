CREATE TABLE t (a integer, b text, c boolean, d timestamptz);
CREATE INDEX t_simple ON t (a) WHERE c;
CREATE UNIQUE INDEX t_unique ON t (b) WHERE d IS NULL AND NOT c;
CREATE INDEX t_list ON t (a) WHERE b IN ('x', 'it''s');
