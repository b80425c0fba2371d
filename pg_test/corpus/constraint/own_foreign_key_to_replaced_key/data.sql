INSERT INTO t VALUES (1, 'x');
INSERT INTO own.notes VALUES (1, 'see there');
