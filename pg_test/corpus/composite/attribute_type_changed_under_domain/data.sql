INSERT INTO payment VALUES (1, ROW(1, 'EUR'), ROW(2, 'EUR'));
