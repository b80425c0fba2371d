INSERT INTO old_name VALUES (1, 'one'), (2, NULL);
