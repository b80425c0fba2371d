CREATE TYPE mood AS ENUM ('a', 'b');
CREATE TYPE goes AS (m mood);
CREATE DOMAIN goes_too AS mood;
CREATE TYPE stays AS (m mood);
CREATE TABLE t (m mood, s stays);
