-- since 15
CREATE TABLE r (a integer, b integer, PRIMARY KEY (a, b));
CREATE TABLE t (a integer, b integer, c integer DEFAULT 1, d integer);
ALTER TABLE t ADD FOREIGN KEY (a, b) REFERENCES r ON DELETE SET NULL (b);
ALTER TABLE t ADD FOREIGN KEY (c, d) REFERENCES r ON DELETE SET DEFAULT (c, d);
