INSERT INTO heir VALUES (1, 'x', 'y');
