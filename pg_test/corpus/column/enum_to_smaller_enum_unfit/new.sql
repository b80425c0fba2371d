CREATE TYPE mood AS ENUM ('sad', 'ok'); CREATE TYPE few AS ENUM ('ok'); CREATE TABLE t (id integer PRIMARY KEY, a few);
