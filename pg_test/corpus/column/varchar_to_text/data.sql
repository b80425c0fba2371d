INSERT INTO t VALUES ('ten letter', 'b'), (NULL, NULL);
