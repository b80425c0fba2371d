INSERT INTO other VALUES (1);
SET session_replication_role = replica;
INSERT INTO t VALUES (1), (2), (3);
RESET session_replication_role;
