CREATE TYPE mood AS ENUM ('a', 'b', 'c');
CREATE TYPE stays AS (m mood);
CREATE TABLE t (m mood, s stays);
