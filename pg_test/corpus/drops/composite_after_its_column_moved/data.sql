INSERT INTO t VALUES (1, ROW('a b', 'c'));
