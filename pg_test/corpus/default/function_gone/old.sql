CREATE FUNCTION code() RETURNS integer LANGUAGE sql AS 'SELECT 7';
CREATE TABLE t (id integer DEFAULT code(), a integer CHECK (a <> code()));
