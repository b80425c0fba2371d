-- since 14
CREATE TABLE t (id integer PRIMARY KEY, a integer, b integer, c text);
CREATE STATISTICS columns ON a, b FROM t;
CREATE STATISTICS kinds (ndistinct) ON a, b FROM t;
CREATE STATISTICS target (mcv) ON a, c FROM t;
CREATE STATISTICS expression ON a, lower(c) FROM t;
ALTER STATISTICS target SET STATISTICS 50;
COMMENT ON STATISTICS columns IS 'kept';
