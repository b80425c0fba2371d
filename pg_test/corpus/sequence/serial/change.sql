CREATE TABLE added (id serial PRIMARY KEY, name text);
ALTER TABLE plain ADD COLUMN third bigserial;
DROP TABLE small;
