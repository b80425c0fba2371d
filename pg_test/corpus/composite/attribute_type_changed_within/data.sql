INSERT INTO t VALUES (1, ROW(1, 'x'), ROW(ROW(1, 'x'), ARRAY[ROW(2, 'y')::inner_of, NULL], 'o'), ARRAY[ROW(ROW(3, 'z'), NULL, NULL)::outer_of], ROW(4, 'd'), ARRAY[ROW(5, 'm')::inner_of]), (2, NULL, NULL, NULL, NULL, NULL);
INSERT INTO u VALUES (1, ROW(ARRAY[ROW(ROW(3, 'z'), NULL, NULL)::outer_of], ARRAY[ROW(5, 'm')::inner_of]), NULL), (2, NULL, ARRAY[ROW(7, 'f')::inner_of]);
