INSERT INTO child (a, b, d) VALUES (1, 'x', 2);
