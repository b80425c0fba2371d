CREATE TABLE t (a integer, b integer, c integer, d integer, e integer);
COMMENT ON TABLE t IS 'it''s a "table" with \ and ; and -- and /* */ and $$ and $1';
COMMENT ON COLUMN t.a IS E'line one\nline two\n\ttabbed\r\nwindows';
COMMENT ON COLUMN t.b IS 'ünïcödé ☃ 漢字 🐘';
COMMENT ON COLUMN t.c IS '''); DROP TABLE t; --';
COMMENT ON COLUMN t.d IS ' ';
COMMENT ON COLUMN t.e IS E'\\';
