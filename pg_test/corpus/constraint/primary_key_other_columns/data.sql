INSERT INTO t VALUES (1, 'x'), (2, 'y');
INSERT INTO child VALUES (1, 'x');
INSERT INTO grandchild VALUES (2);
