INSERT INTO t VALUES (1, 'x', 'X'), (-1, 'y', 'Y');
