-- Dropped and made again under the same name: not the same to the catalog, but there are rows here.
CREATE TABLE t (a integer PRIMARY KEY, b text);
CREATE VIEW v AS SELECT a FROM t;
