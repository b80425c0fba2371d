CREATE SCHEMA app;
CREATE COLLATION app.a (provider = icu, locale = 'en');
CREATE TABLE app.t (x text);
CREATE INDEX i ON app.t (x COLLATE app.a);
CREATE VIEW app.v AS SELECT x COLLATE app.a AS y FROM app.t;
