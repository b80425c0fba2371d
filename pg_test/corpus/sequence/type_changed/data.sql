SELECT nextval('small'), nextval('small'), nextval('large'), nextval('bounded');
