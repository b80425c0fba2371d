ALTER TYPE grade RENAME TO retired;
CREATE TYPE grade AS ENUM ('high', 'middle', 'low');
ALTER TABLE result ALTER grade TYPE grade USING grade::text::grade;
DROP TYPE retired;
