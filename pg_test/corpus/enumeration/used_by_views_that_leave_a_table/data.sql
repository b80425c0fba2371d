INSERT INTO stays VALUES ('sad');
