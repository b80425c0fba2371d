INSERT INTO dw__dbo.active_person VALUES (4, 'Dan') RETURNING *;
UPDATE dw__dbo.active_person SET display_name = 'Anne' WHERE id = 1;
DELETE FROM dw__dbo.active_person;
INSERT INTO dw__dbo.names VALUES ('Eve');
