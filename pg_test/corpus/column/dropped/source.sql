CREATE TABLE t (a integer, gone text, b integer, gone2 integer, c text);
ALTER TABLE t DROP COLUMN gone;
ALTER TABLE t DROP COLUMN gone2;
ALTER TABLE t ADD COLUMN d integer NOT NULL DEFAULT 3;
CREATE INDEX ON t (b, d);
CREATE VIEW v AS SELECT * FROM t;
