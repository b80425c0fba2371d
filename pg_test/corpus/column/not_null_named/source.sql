-- since 18
CREATE TABLE t (
    a integer CONSTRAINT mine NOT NULL,
    b integer NOT NULL NO INHERIT,
    c integer,
    d integer NOT NULL);
ALTER TABLE t ADD CONSTRAINT later NOT NULL c NOT VALID;
-- Its constraint keeps the old name.
ALTER TABLE t RENAME COLUMN d TO e;
CREATE TABLE parent (a integer CONSTRAINT one_for_all NOT NULL, b integer NOT NULL);
CREATE TABLE child () INHERITS (parent);
CREATE TABLE p (k integer CONSTRAINT key_of_all NOT NULL, v text NOT NULL) PARTITION BY LIST (k);
CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1);
CREATE TABLE p2 (k integer CONSTRAINT its_own NOT NULL, v text NOT NULL);
ALTER TABLE p ATTACH PARTITION p2 FOR VALUES IN (2);
CREATE DOMAIN code AS text CONSTRAINT there NOT NULL;
CREATE DOMAIN plain AS text NOT NULL;
