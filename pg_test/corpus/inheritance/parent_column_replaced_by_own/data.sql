INSERT INTO p VALUES (1, 'a', 1);
INSERT INTO q VALUES (2, 'a', 1, 'c');
