INSERT INTO loose VALUES (11, 'y'), (100, 'z');
