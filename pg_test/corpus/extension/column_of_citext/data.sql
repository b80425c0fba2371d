INSERT INTO t VALUES (1, 'a', 'B'), (2, 'b', NULL);
