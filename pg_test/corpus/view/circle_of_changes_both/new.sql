-- Views that are there come to need each other.
CREATE TABLE t (id integer PRIMARY KEY);
CREATE VIEW a AS SELECT id FROM t;
CREATE VIEW b AS SELECT a.id FROM a, t;
CREATE OR REPLACE VIEW a AS SELECT id FROM b;
