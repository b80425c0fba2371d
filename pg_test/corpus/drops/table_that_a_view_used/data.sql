INSERT INTO other VALUES (1, 'x');
