INSERT INTO users (mail) VALUES ('a@b'), ('c@d');
INSERT INTO posts VALUES (1), (2);
