INSERT INTO payment VALUES (1, ROW('x1y', 'EUR'));
