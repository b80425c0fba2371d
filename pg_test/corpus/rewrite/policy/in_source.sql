GRANT USAGE ON SCHEMA dbo TO pg_monitor;
GRANT ALL ON ALL TABLES IN SCHEMA dbo TO pg_monitor;
SET ROLE pg_monitor;
INSERT INTO dbo."Seen" SELECT "DocumentID" FROM dbo."Document";
UPDATE dbo."Document" SET "IsSecret" = true WHERE "DocumentID" = 4 AND false;
RESET ROLE;
INSERT INTO dbo."Seen" SELECT -count(*) FROM dbo."Seen";
REVOKE ALL ON ALL TABLES IN SCHEMA dbo FROM pg_monitor;
