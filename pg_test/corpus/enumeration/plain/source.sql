CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy');
CREATE TYPE empty AS ENUM ();
CREATE TABLE person (name text, mood mood DEFAULT 'ok', moods mood[] DEFAULT '{sad,ok}'::mood[]);
