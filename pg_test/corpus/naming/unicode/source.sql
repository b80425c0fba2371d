CREATE SCHEMA "schéma";
CREATE TABLE "schéma"."таблица" ("列" integer PRIMARY KEY, "☃" text DEFAULT '☃');
CREATE INDEX "ındex" ON "schéma"."таблица" ("☃");
CREATE VIEW "schéma"."Ünï" AS SELECT "列" FROM "schéma"."таблица";
