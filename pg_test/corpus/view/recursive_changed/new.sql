CREATE TABLE part (id integer PRIMARY KEY, parent integer);
CREATE RECURSIVE VIEW tree (id, depth) AS SELECT id, 1 FROM part WHERE parent IS NULL UNION ALL SELECT p.id, t.depth + 1 FROM part p JOIN tree t ON p.parent = t.id;
CREATE VIEW deep AS SELECT max(depth) AS depth FROM tree;
