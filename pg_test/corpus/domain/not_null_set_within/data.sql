INSERT INTO t VALUES (1, ROW(1, 'a'), ARRAY[ROW(2, 'b')::coded, NULL]), (2, NULL, NULL);
