INSERT INTO t VALUES ('ten letter'), ('');
