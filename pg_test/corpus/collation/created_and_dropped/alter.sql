CREATE COLLATION app.b (provider = icu, locale = 'de-u-co-phonebk', deterministic = false);
ALTER TABLE app.t ALTER COLUMN x TYPE text COLLATE app.b;
CREATE INDEX ON app.t (x COLLATE "C");
DROP COLLATION app.a;
COMMENT ON COLLATION app.b IS 'as in the telephone book';
