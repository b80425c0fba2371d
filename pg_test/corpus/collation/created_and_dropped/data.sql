INSERT INTO app.t VALUES (1, 'Ä'), (2, 'b');
