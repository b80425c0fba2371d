INSERT INTO p VALUES (1, 'x'), (21, 'y');
INSERT INTO l VALUES ('a'), ('c');
