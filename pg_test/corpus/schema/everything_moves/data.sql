INSERT INTO a.t (m, p) VALUES ('ok', 1);
