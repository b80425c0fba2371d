INSERT INTO p VALUES (1, 'x'), (3, 'y');
