INSERT INTO t VALUES (1, 'b', 2.55, 'd');
INSERT INTO near VALUES (2, 'b', 2.55, 'd');
INSERT INTO p1 VALUES (1, 'v', 1);
