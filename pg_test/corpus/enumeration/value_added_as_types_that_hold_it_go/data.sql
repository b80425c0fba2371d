INSERT INTO t VALUES ('a', ROW('b'));
