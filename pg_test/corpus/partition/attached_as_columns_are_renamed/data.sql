INSERT INTO loose VALUES (11, 'y');
