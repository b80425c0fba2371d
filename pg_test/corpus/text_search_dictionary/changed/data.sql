INSERT INTO app.t VALUES ('a word');
