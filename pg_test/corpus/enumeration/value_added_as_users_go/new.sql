CREATE TYPE mood AS ENUM ('calm', 'cross');
CREATE TABLE kept (id integer, mood mood DEFAULT 'calm');
CREATE TABLE loses (id integer);
