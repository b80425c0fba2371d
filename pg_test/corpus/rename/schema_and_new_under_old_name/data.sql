INSERT INTO app.t VALUES ('x');
INSERT INTO shared.moved VALUES (1);
