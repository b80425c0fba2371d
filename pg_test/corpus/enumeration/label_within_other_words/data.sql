INSERT INTO dbo.t VALUES (1, 'a');
