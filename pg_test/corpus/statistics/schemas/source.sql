CREATE SCHEMA "one.two";
CREATE SCHEMA other;
CREATE TABLE "one.two"."Tab""le" ("Col.umn" integer, "ärger" integer, "on" integer);
CREATE STATISTICS other."Stat.s" ON "Col.umn", "ärger" FROM "one.two"."Tab""le";
CREATE STATISTICS other."Tab""le" (mcv) ON "on", "ärger" FROM "one.two"."Tab""le";
CREATE STATISTICS "one.two"."Tab""le" ON "on", "Col.umn" FROM "one.two"."Tab""le";
CREATE TABLE other."from" (a integer, b integer);
CREATE STATISTICS "one.two"."on" ON a, b FROM other."from";
COMMENT ON STATISTICS other."Stat.s" IS 'of another schema';
