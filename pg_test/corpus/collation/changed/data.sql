INSERT INTO app.t VALUES ('x');
