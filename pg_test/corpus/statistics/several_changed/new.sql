CREATE TABLE t (id integer PRIMARY KEY, a integer, b integer, c text);
CREATE STATISTICS columns ON a, b, c FROM t;
CREATE STATISTICS kinds (ndistinct, dependencies) ON a, b FROM t;
CREATE STATISTICS target (mcv) ON a, c FROM t;
CREATE STATISTICS expression ON a, upper(c) FROM t;
ALTER STATISTICS target SET STATISTICS 300;
COMMENT ON STATISTICS columns IS 'kept';
