CREATE TYPE grade AS ENUM ('low', 'middle', 'high');
CREATE TABLE result (id integer PRIMARY KEY, grade grade);
CREATE INDEX ON result (grade);
