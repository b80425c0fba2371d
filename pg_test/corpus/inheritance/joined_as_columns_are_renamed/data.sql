INSERT INTO parent VALUES (1, 'x');
INSERT INTO child VALUES (2, 'y');
INSERT INTO grandchild VALUES (3, 'z');
