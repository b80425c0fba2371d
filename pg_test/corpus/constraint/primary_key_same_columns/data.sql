INSERT INTO t VALUES (1, 'x', 'y');
INSERT INTO child VALUES (1), (1);
