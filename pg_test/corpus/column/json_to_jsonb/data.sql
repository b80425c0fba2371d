INSERT INTO t VALUES ('{"k": 1}'), ('{"k" : "two"}');
