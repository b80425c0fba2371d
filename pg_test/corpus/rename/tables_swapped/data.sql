INSERT INTO current VALUES (1, 'current');
INSERT INTO next VALUES (2, 'next');
