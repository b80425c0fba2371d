CREATE TYPE mood AS ENUM ('sad', 'ok');
CREATE TYPE state AS (n integer, m mood);
CREATE TABLE t OF state (n PRIMARY KEY);
CREATE TABLE other (id integer PRIMARY KEY, m mood);
CREATE TABLE held (id integer PRIMARY KEY, s state, ss state[]);
