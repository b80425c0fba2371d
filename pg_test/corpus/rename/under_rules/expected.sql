CREATE SCHEMA dw_app;
CREATE SCHEMA dw_public;
COMMENT ON SCHEMA dw_public IS 'standard public schema';
CREATE TABLE dw_app.new_name (other_column integer CONSTRAINT old_name_first_column_not_null NOT NULL CONSTRAINT old_name_pkey PRIMARY KEY, b text);
CREATE VIEW dw_app.view AS SELECT other_column AS first_column FROM dw_app.new_name;
