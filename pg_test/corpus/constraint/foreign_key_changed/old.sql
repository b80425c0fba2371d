CREATE TABLE a (id integer PRIMARY KEY, other integer UNIQUE);
CREATE TABLE b (id integer PRIMARY KEY);
CREATE TABLE t (x integer CONSTRAINT action REFERENCES a, y integer CONSTRAINT target REFERENCES a,
  z integer CONSTRAINT columns REFERENCES a (id), w integer CONSTRAINT same REFERENCES a);
