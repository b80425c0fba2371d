SELECT nextval('free'), nextval('of_a'), nextval('moves');
