INSERT INTO t VALUES (1, 11, 'x'), (2, 5, 'y');
