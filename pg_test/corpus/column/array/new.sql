CREATE TABLE t (a bigint[] DEFAULT '{1,2}', b varchar(5)[]);
CREATE INDEX ON t USING gin (a);
