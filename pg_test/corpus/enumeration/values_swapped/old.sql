CREATE TYPE grade AS ENUM ('a', 'b', 'c');
CREATE TABLE result (id integer PRIMARY KEY, grade grade DEFAULT 'a');
