INSERT INTO t VALUES (1, 'sad'), (2, 'ok'); INSERT INTO other VALUES (1, 'sad');
