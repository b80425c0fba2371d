INSERT INTO t VALUES (1, 2, 'x'), (2, 3, 'y');
INSERT INTO parent VALUES (1, 'x');
INSERT INTO child VALUES (2, 'y');
