CREATE TABLE t (a integer, during int4range, CONSTRAINT free EXCLUDE USING gist (during WITH &&));
