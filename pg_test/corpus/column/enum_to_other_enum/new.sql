CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy');
CREATE TYPE feeling AS ENUM ('happy', 'ok', 'sad', 'bored');
CREATE TABLE t (id integer, a feeling NOT NULL DEFAULT 'ok');
