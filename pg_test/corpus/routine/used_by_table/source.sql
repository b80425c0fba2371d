-- A default, a check, a generated column, an index and a view call functions; one function returns the table's rows.
CREATE FUNCTION zz_next() RETURNS integer LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION zz_ok(integer) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT $1 > 0';
CREATE FUNCTION zz_norm(text) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT lower($1)';
CREATE TABLE aa (id integer DEFAULT zz_next() CHECK (zz_ok(id)), name text, norm text GENERATED ALWAYS AS (zz_norm(name)) STORED);
CREATE INDEX ON aa (zz_norm(name)) WHERE zz_ok(id);
CREATE FUNCTION aa_all() RETURNS SETOF aa LANGUAGE sql AS 'SELECT * FROM aa';
CREATE FUNCTION aa_of_column(x aa) RETURNS text LANGUAGE sql AS 'SELECT x.name';
