INSERT INTO t VALUES (1, ROW(ROW(1, 'x'), 'o'));
