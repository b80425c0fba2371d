INSERT INTO p1 VALUES (1, 'a'), (1, 'b');
