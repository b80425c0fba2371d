INSERT INTO going VALUES (1, 'x'), (2, 'y');
