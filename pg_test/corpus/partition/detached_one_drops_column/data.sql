INSERT INTO p VALUES (1, 1, 'a'), (2, 2, 'b');
INSERT INTO gone VALUES (1, 1, 'c');
