CREATE SCHEMA dbo;
CREATE TABLE dbo."Order" ("OrderID" integer PRIMARY KEY, gone text, "CustomerName" text, "Total" integer DEFAULT 0);
ALTER TABLE dbo."Order" DROP COLUMN gone;
CREATE TABLE dbo."OrderLog" ("LogID" serial PRIMARY KEY, "OrderID" integer, "What" text, "CustomerName" text,
                             CONSTRAINT "UQ_OrderLog" UNIQUE ("OrderID", "What"));
CREATE TABLE dbo."Customer" ("CustomerName" text PRIMARY KEY, "OrderCount" integer DEFAULT 0);
CREATE FUNCTION dbo."ShoutIt"("Text" text) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT upper($1)';
CREATE RULE "InsertLog" AS ON INSERT TO dbo."Order" WHERE new."Total" > 0
  DO ALSO (INSERT INTO dbo."OrderLog" ("OrderID", "What", "CustomerName") VALUES (new."OrderID", 'ins', dbo."ShoutIt"(new."CustomerName"))
             ON CONFLICT ON CONSTRAINT "UQ_OrderLog" DO UPDATE SET "CustomerName" = excluded."CustomerName" || "OrderLog"."CustomerName";
           INSERT INTO dbo."Customer" ("CustomerName") SELECT new."CustomerName"
            WHERE NOT EXISTS (SELECT 1 FROM dbo."Customer" WHERE "Customer"."CustomerName" = new."CustomerName"));
CREATE RULE "UpdateLog" AS ON UPDATE TO dbo."Order"
  WHERE old."CustomerName" IS DISTINCT FROM new."CustomerName" AND EXISTS (SELECT 1 FROM dbo."Order" o WHERE o."OrderID" = old."OrderID")
  DO ALSO (UPDATE dbo."OrderLog" AS l SET ("CustomerName", "What") = (SELECT c."CustomerName", 'upd' FROM dbo."Customer" c
             WHERE c."CustomerName" = old."CustomerName" LIMIT 1) FROM dbo."Order" o WHERE l."OrderID" = o."OrderID" AND o."OrderID" = new."OrderID";
           WITH "Counted" AS (SELECT "CustomerName", count(*) AS "N" FROM dbo."Order" GROUP BY "CustomerName")
             UPDATE dbo."Customer" SET "OrderCount" = "N" FROM "Counted" WHERE "Counted"."CustomerName" = "Customer"."CustomerName");
CREATE RULE "DeleteLog" AS ON DELETE TO dbo."Order"
  DO ALSO (DELETE FROM dbo."OrderLog" USING dbo."Customer" WHERE "OrderLog"."OrderID" = old."OrderID" AND "Customer"."CustomerName" = old."CustomerName";
           INSERT INTO dbo."OrderLog" ("OrderID", "What") VALUES (old."OrderID", 'gone'), (-old."OrderID", old.*::text));
CREATE RULE "KeepCustomers" AS ON DELETE TO dbo."Customer" DO INSTEAD NOTHING;
COMMENT ON RULE "KeepCustomers" ON dbo."Customer" IS 'for ever';
INSERT INTO dbo."Order" ("OrderID", "CustomerName", "Total") VALUES (1, 'Ann', 5), (2, 'Bob', 0);
CREATE VIEW dbo."Logged" AS SELECT * FROM dbo."OrderLog";
