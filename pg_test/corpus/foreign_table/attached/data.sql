INSERT INTO p VALUES (1, 'one'), (3, 'three'); INSERT INTO t VALUES (1);
