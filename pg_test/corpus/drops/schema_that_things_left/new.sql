CREATE SCHEMA other;
CREATE TYPE other.mood AS ENUM ('sad');
CREATE TABLE other.t (id serial PRIMARY KEY, m other.mood);
