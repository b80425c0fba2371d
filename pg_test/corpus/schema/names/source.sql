CREATE SCHEMA "Mixed Case";
CREATE SCHEMA "select";
CREATE SCHEMA "with.dot";
CREATE SCHEMA "with""quote";
CREATE TABLE "Mixed Case"."T" ("C" integer);
CREATE TABLE "with.dot"."t.t" ("c.c" integer);
CREATE TABLE "with""quote"."t""t" ("c""c" integer);
CREATE TABLE "select"."from" ("where" integer);
