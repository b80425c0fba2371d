INSERT INTO payment VALUES (1, ROW(1, 'EUR'));
INSERT INTO own.wallet VALUES (1, ROW(7, 'EUR'));
