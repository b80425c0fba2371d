CREATE SCHEMA dbo;
CREATE TABLE dbo."Team" ("TeamID" integer PRIMARY KEY, "RoleName" name);
CREATE TABLE dbo."Document" ("DocumentID" integer PRIMARY KEY, gone text, "TeamID" integer, "IsSecret" boolean DEFAULT false);
ALTER TABLE dbo."Document" DROP COLUMN gone;
CREATE TABLE dbo."Seen" ("DocumentID" integer);
CREATE FUNCTION dbo."MaySee"("ID" integer) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT $1 < 100';
ALTER TABLE dbo."Document" ENABLE ROW LEVEL SECURITY;
ALTER TABLE dbo."Document" FORCE ROW LEVEL SECURITY;
CREATE POLICY "OwnTeam" ON dbo."Document" TO pg_monitor
  USING (EXISTS (SELECT 1 FROM dbo."Team" WHERE "Team"."TeamID" = "Document"."TeamID" AND "RoleName" = CURRENT_USER))
  WITH CHECK ("TeamID" IN (SELECT t."TeamID" FROM dbo."Team" t WHERE t."TeamID" = "Document"."TeamID"));
CREATE POLICY "NotSecret" ON dbo."Document" AS RESTRICTIVE FOR SELECT TO pg_monitor, pg_read_all_stats
  USING (NOT "IsSecret" AND dbo."MaySee"("DocumentID"));
COMMENT ON POLICY "NotSecret" ON dbo."Document" IS 'hides';
INSERT INTO dbo."Team" VALUES (1, 'pg_monitor'), (2, 'pg_read_all_stats');
INSERT INTO dbo."Document" VALUES (1, 1, false), (2, 2, false), (3, 1, true), (4, 1, false), (100, 1, false);
CREATE VIEW dbo."Teams" AS SELECT * FROM dbo."Team";
