INSERT INTO before.t (b) VALUES ('y'), ('z');
INSERT INTO other VALUES (1);
