INSERT INTO parent VALUES (1);
INSERT INTO child VALUES (1, 1), (2, 2), (3, NULL), (4, 4);
