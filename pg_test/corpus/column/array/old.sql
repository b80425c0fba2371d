CREATE TABLE t (a integer[] DEFAULT '{1,2}', b text[]);
CREATE INDEX ON t USING gin (a);
