CREATE TYPE grade AS ENUM ('a', 'b', 'c');
CREATE DOMAIN positive AS numeric CHECK (VALUE > 0);
CREATE TYPE grades AS RANGE (subtype = grade);
CREATE TYPE positives AS RANGE (subtype = positive);
CREATE TABLE t (g grades, p positives);
