INSERT INTO result VALUES (1, 'low'), (2, 'high'), (3, 'middle');
