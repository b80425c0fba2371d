CREATE TYPE pair AS (a integer, gone text, b integer);
ALTER TYPE pair DROP ATTRIBUTE gone;
ALTER TYPE pair ADD ATTRIBUTE c timestamptz(3);
CREATE FUNCTION first(p pair) RETURNS integer LANGUAGE sql AS 'SELECT p.a';
