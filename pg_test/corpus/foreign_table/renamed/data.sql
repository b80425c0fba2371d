INSERT INTO one.below VALUES (1, 'x');
