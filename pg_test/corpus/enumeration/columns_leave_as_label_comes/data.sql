INSERT INTO dbo.t VALUES (1, 'a', 'a', '{a,b}', NULL, 'b', 'a', 'b');
