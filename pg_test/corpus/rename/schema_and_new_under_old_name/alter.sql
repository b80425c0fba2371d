ALTER SCHEMA app RENAME TO archive;
CREATE SCHEMA app;
COMMENT ON SCHEMA app IS 'the new one';
ALTER TABLE shared.moved SET SCHEMA app;
CREATE TABLE app.t (a archive.e, b integer);
