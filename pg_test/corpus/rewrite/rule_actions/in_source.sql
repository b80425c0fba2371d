INSERT INTO dbo."Order" ("OrderID", "CustomerName", "Total") VALUES (3, 'Cyd', 7), (4, 'Cyd', 0), (5, 'Dan', 1);
UPDATE dbo."Order" SET "CustomerName" = 'Eve' WHERE "OrderID" IN (1, 3);
DELETE FROM dbo."Order" WHERE "OrderID" = 5;
DELETE FROM dbo."Customer";
