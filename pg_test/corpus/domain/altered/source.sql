CREATE DOMAIN gets AS text;
CREATE DOMAIN loses AS text NOT NULL DEFAULT 'x';
CREATE DOMAIN "Changes" AS varchar(10) COLLATE "C" DEFAULT 'a' CHECK (VALUE <> '');
CREATE DOMAIN over AS gets;
CREATE TABLE t (a gets DEFAULT 'b', b loses, c "Changes", d over);
CREATE VIEW v AS SELECT a, b FROM t;
CREATE FUNCTION f(a gets) RETURNS loses LANGUAGE sql AS 'SELECT a::text';
COMMENT ON DOMAIN gets IS 'kept';
