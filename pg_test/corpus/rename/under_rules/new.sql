CREATE SCHEMA app;
CREATE TABLE app."NewName" ("OtherColumn" integer CONSTRAINT "OldName_pkey" PRIMARY KEY, "B" text);
CREATE VIEW app."View" AS SELECT "OtherColumn" AS "FirstColumn" FROM app."NewName";
