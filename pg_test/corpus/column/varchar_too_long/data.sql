INSERT INTO t VALUES (1, 'fives'), (2, 'sixsix'), (3, 'longer than that');
