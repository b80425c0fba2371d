INSERT INTO dbo."ActivePerson" VALUES (4, 'Dan') RETURNING *;
UPDATE dbo."ActivePerson" SET "DisplayName" = 'Anne' WHERE "ID" = 1;
DELETE FROM dbo."ActivePerson";
INSERT INTO dbo."Names" VALUES ('Eve');
