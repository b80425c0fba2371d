CREATE FOREIGN DATA WRAPPER w;
CREATE SERVER s FOREIGN DATA WRAPPER w;
CREATE FOREIGN TABLE f (a integer OPTIONS (x '1', y '2'), b integer NOT NULL, c text DEFAULT 'c', d text, e integer) SERVER s
    OPTIONS (one '1', two '2');
CREATE VIEW v AS SELECT a, c FROM f;
