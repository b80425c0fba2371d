-- A column of an extension's type, an index of its operator class.
CREATE EXTENSION citext;
CREATE EXTENSION pg_trgm;
CREATE TABLE person (id integer PRIMARY KEY, email citext UNIQUE, name text);
CREATE INDEX person_name_trgm ON person USING gin (name gin_trgm_ops);
