CREATE SCHEMA dbo;

CREATE TABLE dbo."L" ("Key" integer, "A" text);
CREATE TABLE dbo."R" ("Key" integer, "B" text);
INSERT INTO dbo."L" VALUES (1, 'l1'), (2, 'l2');
INSERT INTO dbo."R" VALUES (2, 'r2'), (3, 'r3');

-- The merged column has no qualifier: it is neither side's.
CREATE VIEW dbo."V" AS
SELECT "Key", "A", "B", x."N" FROM dbo."L" FULL JOIN dbo."R" USING ("Key")
  LEFT JOIN LATERAL (SELECT "Key" + 1 AS "N", count(*) OVER (PARTITION BY "Key") AS "C") x ON x."C" = 1;
