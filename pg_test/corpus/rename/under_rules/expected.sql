CREATE SCHEMA dw_app;
CREATE TABLE dw_app.new_name (other_column integer CONSTRAINT old_name_pkey PRIMARY KEY, b text);
CREATE VIEW dw_app.view AS SELECT other_column AS first_column FROM dw_app.new_name;
