DROP TABLE of_goes;
DROP TYPE goes;
ALTER TABLE t ALTER i TYPE text, ALTER s TYPE text;
ALTER TYPE it ALTER ATTRIBUTE b TYPE bigint;
ALTER TABLE t ALTER i TYPE it USING i::it, ALTER s TYPE stays USING s::stays;
CREATE TYPE comes AS (i it);
CREATE TABLE of_comes OF comes;
