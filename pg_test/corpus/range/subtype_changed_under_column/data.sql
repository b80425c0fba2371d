INSERT INTO t VALUES (1, '[1,3)', '{[1,2),[5,8)}'), (2, 'empty', NULL);
