INSERT INTO t VALUES ('a', 'B'), ('A', 'b');
