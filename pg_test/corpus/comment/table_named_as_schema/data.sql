INSERT INTO users.users VALUES (1);
