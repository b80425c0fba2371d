CREATE TYPE grade AS ENUM ('high', 'middle', 'low');
CREATE TABLE result (id integer PRIMARY KEY, grade grade);
CREATE INDEX ON result (grade);
