INSERT INTO person VALUES (1, ROW('A Street', 'B')), (2, NULL);
