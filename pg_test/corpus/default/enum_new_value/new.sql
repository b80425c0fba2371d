CREATE TYPE state AS ENUM ('open', 'closed', 'new');
CREATE TABLE t (id integer, state state NOT NULL DEFAULT 'new', CHECK (state <> 'new' OR id > 0));
