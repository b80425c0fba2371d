CREATE TYPE ostat AS ENUM ('new', 'paid');
CREATE TABLE o (st ostat DEFAULT 'new', number integer DEFAULT 5);
CREATE TABLE q (status ostat DEFAULT 'paid');
