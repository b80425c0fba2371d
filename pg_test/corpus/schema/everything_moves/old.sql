-- Every kind of object goes to another schema; what refers to it follows.
CREATE SCHEMA a;
CREATE SCHEMA b;
CREATE TYPE a.mood AS ENUM ('sad', 'ok');
CREATE DOMAIN a.positive AS integer CHECK (VALUE > 0);
CREATE SEQUENCE a.s;
CREATE FUNCTION a.f(integer) RETURNS integer LANGUAGE sql AS 'SELECT $1 + 1';
CREATE TABLE a.t (id integer DEFAULT nextval('a.s'), m a.mood, p a.positive, CHECK (a.f(id) > 0));
CREATE VIEW a.v AS SELECT id, a.f(id) AS more FROM a.t;
