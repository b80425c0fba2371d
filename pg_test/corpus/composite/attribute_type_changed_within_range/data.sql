INSERT INTO t VALUES (1, span(ROW(1, 'a')::point_of, ROW(2, 'b')::point_of)), (2, NULL), (3, 'empty');
