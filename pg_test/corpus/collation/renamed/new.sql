CREATE SCHEMA app;
CREATE SCHEMA other;
CREATE COLLATION app."B b" (locale = 'C');
CREATE COLLATION other.b (locale = 'POSIX');
CREATE TABLE app.t (x text COLLATE app."B b", y text COLLATE other.b);
CREATE VIEW app.v AS SELECT x COLLATE other.b AS z FROM app.t;
