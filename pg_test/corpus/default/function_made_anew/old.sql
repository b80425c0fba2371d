-- What uses the function stays while the function is replaced by one with another result.
CREATE FUNCTION next_code() RETURNS integer LANGUAGE sql STABLE AS 'SELECT 7';
CREATE TABLE t (id integer DEFAULT next_code(), n numeric CHECK (n > next_code()));
CREATE INDEX ON t (id);
CREATE POLICY p ON t USING (id >= next_code());
CREATE VIEW v AS SELECT next_code() AS code, id FROM t;
