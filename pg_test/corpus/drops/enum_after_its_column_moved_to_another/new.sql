CREATE TYPE feeling AS ENUM ('ok', 'happy', 'sad');
CREATE TABLE t (id integer PRIMARY KEY, m feeling DEFAULT 'ok');
