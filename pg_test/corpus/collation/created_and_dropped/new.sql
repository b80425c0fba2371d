CREATE SCHEMA app;
CREATE COLLATION app.b (provider = icu, locale = 'de-u-co-phonebk', deterministic = false);
CREATE TABLE app.t (id integer, x text COLLATE app.b);
CREATE INDEX ON app.t (x COLLATE "C");
COMMENT ON COLLATION app.b IS 'as in the telephone book';
