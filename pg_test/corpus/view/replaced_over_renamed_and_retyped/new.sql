CREATE TABLE t (code bigint, v text);
CREATE VIEW v AS SELECT code AS id FROM t;
