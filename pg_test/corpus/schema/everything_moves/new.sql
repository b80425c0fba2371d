CREATE SCHEMA a;
CREATE SCHEMA b;
CREATE TYPE b.mood AS ENUM ('sad', 'ok');
CREATE DOMAIN b.positive AS integer CHECK (VALUE > 0);
CREATE SEQUENCE b.s;
CREATE FUNCTION b.f(integer) RETURNS integer LANGUAGE sql AS 'SELECT $1 + 1';
CREATE TABLE b.t (id integer DEFAULT nextval('b.s'), m b.mood, p b.positive, CHECK (b.f(id) > 0));
CREATE VIEW b.v AS SELECT id, b.f(id) AS more FROM b.t;
