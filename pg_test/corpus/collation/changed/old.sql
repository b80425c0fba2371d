CREATE SCHEMA app;
CREATE COLLATION app.a (lc_collate = 'C', lc_ctype = 'C.UTF-8');
CREATE TABLE app.t (x text);
CREATE INDEX i ON app.t (x COLLATE app.a);
CREATE VIEW app.v AS SELECT x COLLATE app.a AS y FROM app.t;
