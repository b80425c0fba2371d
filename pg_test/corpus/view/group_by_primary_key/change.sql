CREATE TABLE tag (id integer PRIMARY KEY, name text);
CREATE VIEW tags AS SELECT id, name, count(*) FROM tag GROUP BY id;
