INSERT INTO t VALUES (1, '2020-01-01'), (2, '2020-02-30'), (3, 'soon'), (4, 'soon'), (5, NULL);
