-- What the new check, key and exclusion call is not there yet, nor are the types of its arguments.
CREATE SCHEMA dbo;
CREATE TABLE dbo.t (i integer, value jsonb);
