INSERT INTO t VALUES (1, 'abc'), (2, 'abcd'), (3, 'abc  ');
