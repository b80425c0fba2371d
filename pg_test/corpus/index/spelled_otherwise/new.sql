CREATE TABLE t (a integer, b varchar(20));
CREATE INDEX i ON t USING btree (lower(b::text)) WHERE a = ANY (ARRAY[1, 2]);
CREATE INDEX j ON t (a);
