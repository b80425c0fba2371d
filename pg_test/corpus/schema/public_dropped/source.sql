-- The source has no public schema; the target keeps its own.
DROP SCHEMA public;
CREATE SCHEMA app;
CREATE TABLE app.item (id integer);
