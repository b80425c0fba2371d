GRANT USAGE ON SCHEMA dw__dbo TO pg_monitor;
GRANT ALL ON ALL TABLES IN SCHEMA dw__dbo TO pg_monitor;
SET ROLE pg_monitor;
INSERT INTO dw__dbo.seen SELECT document_id FROM dw__dbo.document;
UPDATE dw__dbo.document SET is_secret = true WHERE document_id = 4 AND false;
RESET ROLE;
INSERT INTO dw__dbo.seen SELECT -count(*) FROM dw__dbo.seen;
REVOKE ALL ON ALL TABLES IN SCHEMA dw__dbo FROM pg_monitor;
