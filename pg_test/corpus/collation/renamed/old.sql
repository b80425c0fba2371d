CREATE SCHEMA app;
CREATE SCHEMA other;
CREATE COLLATION app.a (locale = 'C');
CREATE COLLATION app.b (locale = 'POSIX');
CREATE TABLE app.t (x text COLLATE app.a, y text COLLATE app.b);
CREATE VIEW app.v AS SELECT x COLLATE app.b AS z FROM app.t;
