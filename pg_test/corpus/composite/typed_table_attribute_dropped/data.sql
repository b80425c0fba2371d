INSERT INTO people VALUES (1, 'a', '2024-01-01');
