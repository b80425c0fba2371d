INSERT INTO p VALUES (1, 'a', 'b'), (11, 'a', 'b'), (21, 'a', 'b'), (22, 'b', 'b');
