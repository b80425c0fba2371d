SELECT nextval('a'), nextval('b');
