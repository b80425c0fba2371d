INSERT INTO t VALUES (1, ROW(1, '[1,4)'), ARRAY[ROW(2, 'empty')::stay, NULL]), (2, NULL, NULL);
