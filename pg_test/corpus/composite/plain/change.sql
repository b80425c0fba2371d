CREATE TYPE point3 AS (x float8, y float8, z float8);
CREATE TABLE place (at point3);
DROP TYPE nothing;
