CREATE TABLE t (a integer, b integer, c text);
CREATE STATISTICS kinds (ndistinct, mcv) ON a, b FROM t;
CREATE STATISTICS columns ON a, b, c FROM t;
CREATE STATISTICS target ON b, a FROM t;
ALTER STATISTICS target SET STATISTICS 1000;
COMMENT ON STATISTICS kinds IS 'kept along';
