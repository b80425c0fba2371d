CREATE TYPE state AS ENUM ('open', 'closed');
CREATE TABLE t (id integer, state state DEFAULT 'open');
CREATE INDEX ON t (state) WHERE state = 'open';
