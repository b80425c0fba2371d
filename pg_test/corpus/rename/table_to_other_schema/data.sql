INSERT INTO a.t (b) VALUES ('x'), ('y');
