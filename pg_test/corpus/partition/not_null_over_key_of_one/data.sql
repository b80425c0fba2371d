INSERT INTO r VALUES ('a');
INSERT INTO p VALUES (1, 'a'), (11, 'a');
