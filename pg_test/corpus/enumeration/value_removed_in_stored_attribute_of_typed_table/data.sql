INSERT INTO t VALUES (1, 'sad'), (2, 'ok'); INSERT INTO other VALUES (1, 'sad');
INSERT INTO held VALUES (1, ROW(1, 'sad'), ARRAY[ROW(2, 'ok')::state]);
