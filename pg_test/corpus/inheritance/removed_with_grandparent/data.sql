INSERT INTO top VALUES (1, 't');
INSERT INTO parent VALUES (2, 'p', 2);
INSERT INTO child VALUES (3, 'c', 3, '2024-01-01');
INSERT INTO grandchild VALUES (4, 'g', 4, '2024-01-01', 4);
