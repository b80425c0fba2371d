CREATE COLLATION c1 (locale = 'C');
CREATE COLLATION c2 (lc_collate = 'C', lc_ctype = 'C.UTF-8');
CREATE COLLATION "C 3" (provider = icu, locale = 'de-u-co-phonebk', deterministic = false);
CREATE COLLATION c4 FROM "en-x-icu";
CREATE TABLE t (a text COLLATE c1, b text COLLATE "C 3");
CREATE DOMAIN d AS text COLLATE c2;
CREATE TYPE r AS RANGE (subtype = text, collation = c4);
