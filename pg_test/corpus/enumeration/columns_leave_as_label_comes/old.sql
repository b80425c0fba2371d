-- Columns get another type, or become arrays, in the revision that changes the enum that they are of.
CREATE SCHEMA dbo;
CREATE TYPE dbo.e AS ENUM ('a', 'b');
CREATE TYPE dbo.gone AS ENUM ('a', 'b');
CREATE DOMAIN dbo.d AS dbo.e;
CREATE TABLE dbo.t (
    id integer PRIMARY KEY,
    leaves dbo.e NOT NULL,
    with_default dbo.e DEFAULT 'a',
    list dbo.e[],
    grows dbo.e,
    stays dbo.e,
    over dbo.d,
    other dbo.gone
);
CREATE VIEW dbo.v AS SELECT leaves, list FROM dbo.t;
CREATE INDEX ix ON dbo.t (leaves);
