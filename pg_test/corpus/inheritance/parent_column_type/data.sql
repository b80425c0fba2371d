INSERT INTO child VALUES (1, 'x', '2024-01-01');
INSERT INTO grandchild VALUES (2, 'y', '2024-01-01');
