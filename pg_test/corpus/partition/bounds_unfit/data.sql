INSERT INTO p VALUES (1, 'x'), (7, 'y');
