INSERT INTO t VALUES ('a', '{b,c}');
