CREATE TABLE next (i integer, k integer);
CREATE TABLE read (i integer PRIMARY KEY, "from" integer GENERATED ALWAYS AS IDENTITY (SEQUENCE NAME read_k_seq));
CREATE INDEX read_j ON read (i);
CREATE VIEW v AS SELECT i FROM next;
CREATE POLICY p ON next USING (i > 3);
CREATE FUNCTION f() RETURNS bigint LANGUAGE sql BEGIN ATOMIC SELECT sum(i) FROM next; END;
