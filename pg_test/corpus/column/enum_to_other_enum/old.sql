CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy');
CREATE TYPE feeling AS ENUM ('happy', 'ok', 'sad', 'bored');
CREATE TABLE t (id integer, a mood NOT NULL DEFAULT 'ok');
