CREATE TABLE t (a integer, "A" integer, "aA" integer);
CREATE TABLE "T" (a integer PRIMARY KEY);
CREATE TABLE "tT" ("A" integer REFERENCES "T");
CREATE VIEW "V" AS SELECT t.a, t."A", "T".a AS ta FROM t, "T";
