INSERT INTO t VALUES ('one'), ('fives'), (NULL);
