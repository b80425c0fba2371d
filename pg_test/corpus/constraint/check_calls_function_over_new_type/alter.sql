CREATE SCHEMA other;
CREATE TYPE dbo.e AS ENUM ('a', 'b');
CREATE DOMAIN other.d AS integer;
CREATE FUNCTION dbo.f(e dbo.e) RETURNS boolean LANGUAGE sql IMMUTABLE RETURN true;
CREATE FUNCTION other.g(d other.d) RETURNS integer LANGUAGE sql IMMUTABLE RETURN d;
ALTER TABLE dbo.t ADD CONSTRAINT ok CHECK (dbo.f(NULL));
ALTER TABLE dbo.t ADD CONSTRAINT apart EXCLUDE (other.g(i) WITH =);
CREATE UNIQUE INDEX own ON dbo.t (other.g(i));
