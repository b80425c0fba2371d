-- since 18
CREATE TABLE t (a integer CONSTRAINT mine NOT NULL, b integer NOT NULL, c integer, d integer NOT NULL);
COMMENT ON CONSTRAINT mine ON t IS 'it''s needed';
COMMENT ON CONSTRAINT t_b_not_null ON t IS 'b';
CREATE TABLE heir () INHERITS (t);
COMMENT ON CONSTRAINT mine ON heir IS 'of the heir';
CREATE TABLE p (a integer NOT NULL) PARTITION BY LIST (a);
CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1);
COMMENT ON CONSTRAINT p_a_not_null ON p1 IS 'of the partition';
CREATE TABLE late (a integer);
ALTER TABLE late ADD CONSTRAINT unchecked NOT NULL a NOT VALID;
COMMENT ON CONSTRAINT unchecked ON late IS 'unchecked';
