CREATE TYPE mood AS ENUM ('sad', 'ok');
CREATE TABLE person (id integer PRIMARY KEY, mood mood);
CREATE VIEW moods AS SELECT q.id, q.mood FROM (SELECT p.id, p.mood FROM person p) q;
CREATE VIEW more AS WITH w AS (SELECT p.id, p.mood FROM person p UNION ALL SELECT m.id, m.mood FROM moods m)
                    SELECT w.id AS it, w.mood FROM w;
