CREATE TABLE r (a integer, b text, c date, PRIMARY KEY (a, b), UNIQUE (c, a));
CREATE TABLE t (x text, y integer, z date, FOREIGN KEY (y, x) REFERENCES r (a, b) MATCH FULL, FOREIGN KEY (z, y) REFERENCES r (c, a));
