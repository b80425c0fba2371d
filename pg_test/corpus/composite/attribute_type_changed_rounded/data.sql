INSERT INTO payment VALUES (1, ROW(1.25, 'EUR'), ARRAY[ROW(1.1234, 'EUR'), ROW(2, 'EUR')]::money_of[]), (2, ROW(1.0001, 'EUR'), NULL);
