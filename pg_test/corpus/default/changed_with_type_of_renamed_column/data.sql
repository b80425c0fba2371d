INSERT INTO o VALUES ('paid', '1');
INSERT INTO p VALUES ('new');
