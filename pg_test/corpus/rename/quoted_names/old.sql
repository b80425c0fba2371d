CREATE TABLE "T.1" ("a.b" integer CONSTRAINT "T.1.pkey" PRIMARY KEY, "say ""x""" text, x text);
CREATE VIEW "V" AS SELECT "a.b" FROM "T.1" WHERE "say ""x""" <> '';
