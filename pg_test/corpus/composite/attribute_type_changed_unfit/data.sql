INSERT INTO payment VALUES (1, ROW('x1y', 'EUR')), (2, ROW('12', 'EUR')), (3, NULL);
