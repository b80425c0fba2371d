-- Schemas with and without content, a comment on one.
CREATE SCHEMA empty;
CREATE SCHEMA app;
CREATE TABLE app.item (id integer);
COMMENT ON SCHEMA app IS 'the application''s own';
