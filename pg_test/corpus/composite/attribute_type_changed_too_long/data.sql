INSERT INTO said VALUES (7, ARRAY[ROW('abc'), ROW('abcd')]::word[], ROW('a', 'abc')), (8, NULL, ROW('a', 'abcd'));
