CREATE SCHEMA dbo;
CREATE TYPE dbo.e AS ENUM ('a', 'b', 'o');
CREATE TABLE dbo.t (id integer PRIMARY KEY, e dbo.e);
CREATE VIEW dbo.only_a AS SELECT id FROM dbo.t WHERE e = 'a';
