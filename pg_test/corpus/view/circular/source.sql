-- Two views that use each other: pg_dump breaks the cycle with a stand-in.
CREATE TABLE t (id integer);
CREATE VIEW a AS SELECT id FROM t;
CREATE VIEW b AS SELECT id FROM a;
CREATE OR REPLACE VIEW a AS SELECT id FROM t WHERE id IN (SELECT id FROM b);
