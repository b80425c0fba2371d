CREATE OR REPLACE RECURSIVE VIEW tree (id, depth) AS SELECT id, 1 FROM part WHERE parent IS NULL UNION ALL SELECT p.id, t.depth + 1 FROM part p JOIN tree t ON p.parent = t.id;
