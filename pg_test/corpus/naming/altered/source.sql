-- since 14
CREATE SCHEMA "My App";
CREATE TYPE "My App"."Mood" AS ENUM ('a');
CREATE DOMAIN "My App"."Code" AS text;
CREATE TABLE "My App"."T" ("Id" integer, "M" "My App"."Mood", "C" "My App"."Code");
CREATE FUNCTION "My App"."F"("A" "My App"."Mood") RETURNS "My App"."T" LANGUAGE sql AS 'SELECT NULL::"My App"."T"';
CREATE FUNCTION "My App"."Fire"() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE VIEW "My App"."V" AS SELECT "Id", "M", "C", "T" AS "Row" FROM "My App"."T";
CREATE TRIGGER "Trigger" BEFORE UPDATE OF "Id" ON "My App"."T" FOR EACH ROW EXECUTE FUNCTION "My App"."Fire"();
CREATE RULE "Rule" AS ON DELETE TO "My App"."T" DO ALSO NOTHING;
CREATE POLICY "Policy" ON "My App"."T" USING ("Id" > 0);
CREATE AGGREGATE "My App"."Agg"("A" text) (SFUNC = textcat, STYPE = text);
