CREATE TYPE point2 AS (x integer, y integer);
CREATE TABLE points OF point2;
CREATE TABLE strict_points OF point2 (PRIMARY KEY (x), y WITH OPTIONS NOT NULL DEFAULT 7);
