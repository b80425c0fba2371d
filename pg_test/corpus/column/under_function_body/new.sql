CREATE TABLE t (a bigint, b text);
CREATE FUNCTION largest() RETURNS bigint LANGUAGE sql BEGIN ATOMIC SELECT max(a) FROM t; END;
CREATE VIEW v AS SELECT largest();
