CREATE TABLE parent (b integer, c integer, CONSTRAINT parent_pkey PRIMARY KEY (b, c));
CREATE TABLE child (y integer, x integer, CONSTRAINT there FOREIGN KEY (y, x) REFERENCES parent (b, c)
  MATCH FULL ON UPDATE CASCADE ON DELETE SET NULL);
