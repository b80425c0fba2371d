CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy');
CREATE TABLE person (number integer, mood mood, CONSTRAINT person_pkey PRIMARY KEY (number));
CREATE VIEW moods AS SELECT q.id AS number, q.mood FROM (SELECT p.number AS id, p.mood FROM person p) q;
CREATE VIEW more AS WITH w AS (SELECT p.number AS id, p.mood FROM person p UNION ALL SELECT m.number AS id, m.mood FROM moods m)
                    SELECT w.id AS it, w.mood FROM w;
