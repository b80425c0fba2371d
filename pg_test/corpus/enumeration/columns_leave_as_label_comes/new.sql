CREATE SCHEMA dbo;
CREATE TYPE dbo.e AS ENUM ('a', 'b', 'c');
CREATE TYPE dbo.gone AS ENUM ('z');
CREATE DOMAIN dbo.d AS dbo.e;
CREATE TABLE dbo.t (
    id integer PRIMARY KEY,
    leaves text NOT NULL,
    with_default text DEFAULT 'c',
    list text[],
    grows dbo.e[],
    stays dbo.e,
    over dbo.d,
    other text,
    new dbo.gone
);
CREATE VIEW dbo.v AS SELECT leaves, list FROM dbo.t;
CREATE INDEX ix ON dbo.t (leaves);
