INSERT INTO going.t VALUES (1);
SELECT nextval('going.s');
