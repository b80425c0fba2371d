INSERT INTO t (a) VALUES ('x'), ('y');
INSERT INTO child VALUES (1);
