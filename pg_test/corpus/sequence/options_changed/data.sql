SELECT nextval('s'), nextval('down');
