SELECT nextval('small'), nextval('s'), nextval('big');
