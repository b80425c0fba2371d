-- What reads it needs its columns alone, and is altered after all renames; another table gets its name.
CREATE TABLE read (i integer PRIMARY KEY, j integer UNIQUE CHECK (j > 0), k serial);
CREATE INDEX read_j ON read (j);
CREATE TABLE next (i integer, k integer);
CREATE TABLE other (i integer PRIMARY KEY, "from" integer GENERATED ALWAYS AS IDENTITY);
CREATE INDEX other_i ON other (i);
CREATE TABLE by_policy (i integer);
CREATE TABLE by_body (i integer);
CREATE VIEW v AS SELECT i FROM read;
CREATE POLICY p ON next USING (i IN (SELECT b.i FROM by_policy b));
CREATE FUNCTION f() RETURNS bigint LANGUAGE sql BEGIN ATOMIC SELECT sum(i) FROM by_body; END;
