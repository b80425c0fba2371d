INSERT INTO t VALUES (1, 'ok', ROW(1, 'sad', '{ok,NULL}'), ARRAY[ROW(2, 'ok', NULL)::state, NULL], ROW(ROW(3, 'ok', '{}'), ARRAY[ROW(4, NULL, '{sad}')::state]), ROW(5, 'sad', NULL)), (2, NULL, NULL, NULL, NULL, NULL);
INSERT INTO p VALUES (1, DEFAULT), (2, ROW(7, 'sad', '{sad}'));
