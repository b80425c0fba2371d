-- Names that rules make others of: the target's objects are renamed as the source's are.
CREATE SCHEMA app;
CREATE TABLE app."OldName" ("FirstColumn" integer PRIMARY KEY, "B" text);
CREATE VIEW app."View" AS SELECT "FirstColumn" FROM app."OldName";
