CREATE TYPE state AS ENUM ('open', 'closed');
CREATE TABLE t (id integer, state state NOT NULL DEFAULT 'open');
CREATE INDEX ON t (id) WHERE state = 'open';
