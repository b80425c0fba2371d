-- What is new uses the enum, and no word of it is the new label: that is added in place, and no table is written anew.
CREATE SCHEMA dbo;
CREATE TYPE dbo.e AS ENUM ('a', 'b');
CREATE TABLE dbo.t (id integer PRIMARY KEY, e dbo.e);
