-- since 14
CREATE TABLE node (id integer, parent integer);
CREATE RECURSIVE VIEW path (id, depth) AS
  SELECT id, 0 FROM node WHERE parent IS NULL
  UNION ALL
  SELECT node.id, depth + 1 FROM node JOIN path ON node.parent = path.id;
CREATE VIEW searched AS
  WITH RECURSIVE s(id, parent) AS (
    SELECT id, parent FROM node WHERE parent IS NULL
    UNION ALL
    SELECT n.id, n.parent FROM node n JOIN s ON n.parent = s.id
  ) SEARCH DEPTH FIRST BY id SET ord CYCLE id SET is_cycle USING way
  SELECT id, is_cycle FROM s;
CREATE VIEW materialized AS WITH c AS MATERIALIZED (SELECT id FROM node), d AS NOT MATERIALIZED (SELECT 1 AS x) SELECT * FROM c, d;
