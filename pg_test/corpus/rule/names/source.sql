CREATE SCHEMA "Sch.ema";
CREATE TABLE "Sch.ema"."to" ("do" integer, "Col.""umn" text, "old" integer, "new" integer);
CREATE TABLE "Sch.ema"."where" ("do" integer, "größe" text);
CREATE RULE "do" AS ON INSERT TO "Sch.ema"."to" WHERE new."do" > 0 AND new."Col.""umn" <> 'DO ALSO; (x'
  DO ALSO INSERT INTO "Sch.ema"."where" VALUES (new."old", new."Col.""umn");
CREATE RULE "Ru""le.x" AS ON UPDATE TO "Sch.ema"."to" WHERE EXISTS (SELECT 1 FROM "Sch.ema"."where" w WHERE w."do" = old."new")
  DO INSTEAD (DELETE FROM "Sch.ema"."where" WHERE "where"."do" = old."do"; UPDATE "Sch.ema"."where" SET "größe" = ';)' WHERE "do" = new."do");
CREATE RULE instead AS ON DELETE TO "Sch.ema"."where" DO INSTEAD NOTHING;
COMMENT ON RULE "Ru""le.x" ON "Sch.ema"."to" IS 'odd';
