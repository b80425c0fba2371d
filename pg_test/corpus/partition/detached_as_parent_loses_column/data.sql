INSERT INTO p VALUES (1, 'x'), (12, 'y');
