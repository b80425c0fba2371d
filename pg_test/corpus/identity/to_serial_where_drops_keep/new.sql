CREATE SCHEMA dbo;
CREATE TABLE dbo.t (id serial, other text);
