DROP COLLATION app.a CASCADE;
CREATE COLLATION app.a (provider = icu, locale = 'en');
CREATE INDEX i ON app.t (x COLLATE app.a);
CREATE VIEW app.v AS SELECT x COLLATE app.a AS y FROM app.t;
