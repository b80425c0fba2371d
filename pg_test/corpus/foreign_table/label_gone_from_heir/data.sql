INSERT INTO t VALUES ('a', '{a,b}');
INSERT INTO near VALUES ('b', '{a}');
INSERT INTO p VALUES (1, 'b');
