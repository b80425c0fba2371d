INSERT INTO person VALUES (1, ROW('a', 'b')), (2, NULL);
