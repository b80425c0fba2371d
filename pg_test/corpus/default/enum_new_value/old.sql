-- A value that is new, and used at once: the server wants a commit between.
CREATE TYPE state AS ENUM ('open', 'closed');
CREATE TABLE t (id integer, state state NOT NULL DEFAULT 'open');
