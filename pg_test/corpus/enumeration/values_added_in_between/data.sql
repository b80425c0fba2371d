INSERT INTO shirt VALUES (1, 'large'), (2, 'small'), (3, NULL);
