DROP STATISTICS columns, kinds, expression;
CREATE STATISTICS columns ON a, b, c FROM t;
CREATE STATISTICS kinds (ndistinct, dependencies) ON a, b FROM t;
CREATE STATISTICS expression ON a, upper(c) FROM t;
ALTER STATISTICS target SET STATISTICS 300;
COMMENT ON STATISTICS columns IS 'kept';
