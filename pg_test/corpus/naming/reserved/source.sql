CREATE TABLE "user" ("order" integer PRIMARY KEY, "group" text, "table" date, "primary" integer REFERENCES "user", "Default" integer DEFAULT 1, "all" boolean);
CREATE VIEW "view" AS SELECT "order", "group" AS "from" FROM "user" AS "where" WHERE "where"."all";
CREATE FUNCTION "function"("in" integer) RETURNS integer LANGUAGE sql AS 'SELECT 1';
CREATE SEQUENCE "sequence";
CREATE TYPE "type" AS ENUM ('check');
CREATE DOMAIN "domain" AS integer CONSTRAINT "constraint" CHECK (VALUE > 0);
CREATE INDEX "index" ON "user" ("group");
