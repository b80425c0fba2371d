CREATE SCHEMA app;
CREATE COLLATION app.a (locale = 'C');
CREATE TABLE app.t (id integer, x text COLLATE app.a);
