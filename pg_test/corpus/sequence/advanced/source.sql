-- Values are data: the target's sequence begins at its start.
CREATE SEQUENCE used START 10;
SELECT nextval('used') FROM generate_series(1, 7);
