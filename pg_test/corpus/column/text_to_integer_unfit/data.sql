INSERT INTO t VALUES (1, '1'), (2, 'two'), (3, '99999999999'), (4, NULL);
