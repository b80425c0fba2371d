-- Two columns that differ in case only become one name on the left side of USING.
CREATE SCHEMA dbo;

CREATE TABLE dbo."Left" (id integer, "Other" text);
CREATE TABLE dbo."Mid" ("Id" integer, "NAME" text);
CREATE TABLE dbo."Right" ("Id" integer, "X" integer);
INSERT INTO dbo."Mid" VALUES (1, 'a'), (2, 'b');
INSERT INTO dbo."Left" VALUES (1, 'p'), (2, 'q');
INSERT INTO dbo."Right" VALUES (1, 10), (2, 20);

CREATE VIEW dbo."V" AS
SELECT l."Other", "Id", r."X"
FROM (dbo."Left" l JOIN dbo."Mid" m ON m."Id" = l.id) JOIN dbo."Right" r USING ("Id");
