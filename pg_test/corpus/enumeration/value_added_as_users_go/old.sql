CREATE TYPE mood AS ENUM ('calm');
CREATE TABLE kept (id integer, mood mood DEFAULT 'calm');
CREATE TABLE gone (id integer, mood mood DEFAULT 'calm');
CREATE TABLE loses (id integer, mood mood DEFAULT 'calm');
