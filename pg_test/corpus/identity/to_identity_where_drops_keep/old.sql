-- The counter that a column had cannot be kept beside the one that it gets.
CREATE SCHEMA dbo;
CREATE TABLE dbo.t (id serial, other text);
