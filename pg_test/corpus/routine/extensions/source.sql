-- What it depends on by hand is forgotten when it is replaced.
CREATE EXTENSION pg_trgm;
CREATE EXTENSION citext;
CREATE FUNCTION both_of(a integer) RETURNS integer LANGUAGE sql AS 'SELECT a';
CREATE FUNCTION only_marked() RETURNS integer LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION other() RETURNS integer LANGUAGE sql AS 'SELECT 1';
CREATE PROCEDURE work() LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION kept() RETURNS integer LANGUAGE sql AS 'SELECT 1';
ALTER FUNCTION both_of(integer) DEPENDS ON EXTENSION citext;
ALTER FUNCTION both_of(integer) DEPENDS ON EXTENSION pg_trgm;
ALTER FUNCTION other() DEPENDS ON EXTENSION citext;
ALTER FUNCTION kept() DEPENDS ON EXTENSION citext;
