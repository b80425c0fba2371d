INSERT INTO t VALUES (1, 5), (2, 50), (3, 7), (4, NULL);
