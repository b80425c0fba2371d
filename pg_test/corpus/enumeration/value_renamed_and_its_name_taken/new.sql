CREATE TYPE state AS ENUM ('started', 'closed', 'open');
CREATE TABLE ticket (id integer PRIMARY KEY, state state);
