DROP SEQUENCE s, fresh;
