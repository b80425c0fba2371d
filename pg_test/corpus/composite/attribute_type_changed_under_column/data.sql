INSERT INTO payment VALUES (1, ROW(1, 'EUR'), ARRAY[ROW(1, 'a,"b'), NULL]::money_of[]), (2, NULL, '{}');
