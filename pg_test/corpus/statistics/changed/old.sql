CREATE TABLE t (a integer, b integer, c text);
CREATE STATISTICS kinds (ndistinct) ON a, b FROM t;
CREATE STATISTICS columns ON a, b FROM t;
CREATE STATISTICS target ON b, a FROM t;
COMMENT ON STATISTICS kinds IS 'kept along';
