CREATE TABLE parent (a integer, b integer, PRIMARY KEY (a, b));
CREATE TABLE child (x integer, y integer, CONSTRAINT there FOREIGN KEY (x, y) REFERENCES parent (a, b)
  MATCH FULL ON UPDATE CASCADE ON DELETE SET NULL);
