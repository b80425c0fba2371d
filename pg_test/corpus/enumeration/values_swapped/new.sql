CREATE TYPE grade AS ENUM ('b', 'a', 'c');
CREATE TABLE result (id integer PRIMARY KEY, grade grade DEFAULT 'b');
