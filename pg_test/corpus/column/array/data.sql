INSERT INTO t VALUES ('{3,NULL}', '{"a b",c}'), ('{{1},{2}}', NULL);
