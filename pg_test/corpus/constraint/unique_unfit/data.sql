INSERT INTO t VALUES (1, 'x'), (2, 'x'), (3, NULL), (4, NULL), (5, 'y');
