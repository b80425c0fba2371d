INSERT INTO person VALUES (1, ROW(ARRAY[ROW(1, '{sad}')::state, ROW(2, '{ok,gone}')::state])), (2, NULL), (3, ROW(ARRAY[ROW(1, NULL)::state, NULL]));
