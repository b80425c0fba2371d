INSERT INTO t VALUES (1, ROW(ARRAY[ROW('1', 'a')::inner_of, ROW('x', 'b')::inner_of])), (2, NULL);
