INSERT INTO payment VALUES (1, ROW(1, 'EUR'), ROW(3, 'USD'), '(4,USD)', NULL);
