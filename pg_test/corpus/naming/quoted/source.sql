CREATE SCHEMA "My ""Schema"".x";
CREATE TYPE "My ""Schema"".x"."Mood.Of" AS ENUM ('a');
CREATE TABLE "My ""Schema"".x"."The ""Table"" . t" (
  "Id No." integer CONSTRAINT "Key ""of"" it" PRIMARY KEY,
  "a.b" "My ""Schema"".x"."Mood.Of" DEFAULT 'a',
  "select" text CONSTRAINT "check me" CHECK ("select" <> ''),
  " " integer, "'" integer, "\" integer, "%I" integer, "$1" integer
);
CREATE INDEX "an index; --" ON "My ""Schema"".x"."The ""Table"" . t" ("a.b", lower("select"));
CREATE VIEW "My ""Schema"".x"."A View" AS SELECT "Id No." AS "No", " ", "'" FROM "My ""Schema"".x"."The ""Table"" . t";
CREATE FUNCTION "My ""Schema"".x"."f(x)"("The Arg" integer) RETURNS integer LANGUAGE sql AS 'SELECT "The Arg"';
COMMENT ON COLUMN "My ""Schema"".x"."The ""Table"" . t"."%I" IS '%s %I %L $1';
