INSERT INTO mine.t (n) VALUES (1);
