CREATE TABLE t (id integer, name text);
CREATE TYPE pair AS (a integer, b text);
CREATE DOMAIN positive AS integer CHECK (VALUE > 0);
CREATE TYPE mood AS ENUM ('a', 'b');
CREATE FUNCTION rows_of() RETURNS SETOF t LANGUAGE sql AS 'SELECT * FROM t';
CREATE FUNCTION of_row(r t) RETURNS pair LANGUAGE sql AS 'SELECT r.id, r.name';
CREATE FUNCTION of_arrays(a t[], b pair[], c mood[], d positive) RETURNS mood LANGUAGE sql AS 'SELECT ''a''::mood';
CREATE FUNCTION col(t) RETURNS integer LANGUAGE sql AS 'SELECT $1.id';
CREATE FUNCTION type_of_column(x integer) RETURNS text LANGUAGE sql AS 'SELECT 1::text';
