INSERT INTO child VALUES (1, 'x', 2);
INSERT INTO grandchild VALUES (3, 'y', 4);
INSERT INTO p SELECT i, i::text FROM generate_series(1, 9) i;
