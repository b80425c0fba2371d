CREATE TABLE "T"".2" ("b.""c" integer CONSTRAINT "T.2.'pkey'" PRIMARY KEY, "select" text, "X" text);
CREATE VIEW "V" AS SELECT "b.""c" AS "a.b" FROM "T"".2" WHERE "select" <> '';
