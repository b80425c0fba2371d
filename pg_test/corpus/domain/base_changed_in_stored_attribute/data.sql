INSERT INTO t VALUES (1, '1', ROW(1, '2', '{3,NULL}'), ARRAY[ROW(ROW(4, '5', '{6}'))::around, NULL]), (2, NULL, NULL, NULL);
