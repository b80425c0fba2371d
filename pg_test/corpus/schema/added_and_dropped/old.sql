CREATE SCHEMA going;
CREATE TABLE going.t (a integer);
CREATE FUNCTION going.f() RETURNS integer LANGUAGE sql AS 'SELECT 1';
CREATE SCHEMA empty;
