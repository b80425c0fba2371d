INSERT INTO payment (id, cost) VALUES (1, ROW(ROW(2, 'EUR'), ARRAY[ROW(3, 'EUR')::fee])), (2, NULL);
