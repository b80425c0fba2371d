INSERT INTO dbo.t VALUES (1, '{}'), (2, NULL);
