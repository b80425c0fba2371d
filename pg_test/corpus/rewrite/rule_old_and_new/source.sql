CREATE SCHEMA dbo;
-- Tables and columns whose new names are those of the rows of a rule.
CREATE TABLE dbo."New" ("Id" integer, "Old" text);
CREATE TABLE dbo."OLD" ("Id" integer, "New" text);
CREATE TABLE dbo."Event" ("Id" integer, "New" text, "Old" text);
CREATE RULE "Old" AS ON UPDATE TO dbo."Event" WHERE NOT EXISTS (SELECT 1 FROM dbo."New" WHERE "New"."Id" = new."Id" AND "New"."Old" = old."Old")
  DO ALSO (INSERT INTO dbo."New" VALUES (new."Id", old."Old");
           UPDATE dbo."OLD" SET "New" = new."New" WHERE "OLD"."Id" = old."Id";
           DELETE FROM dbo."New" USING dbo."OLD" WHERE "New"."Id" = "OLD"."Id" + 10 AND new."Id" = old."Id");
INSERT INTO dbo."New" VALUES (11, 'x'), (12, 'y');
INSERT INTO dbo."OLD" VALUES (1, 'x'), (2, 'y');
INSERT INTO dbo."Event" VALUES (1, 'a', 'b'), (2, 'c', 'd');
CREATE VIEW dbo."All" AS SELECT "Id" FROM dbo."New" UNION ALL SELECT "Id" FROM dbo."OLD";
