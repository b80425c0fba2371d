CREATE TYPE pair AS (a integer, b varchar(5));
CREATE TABLE typed OF pair;
CREATE TABLE typed_default OF pair (a DEFAULT 5);
CREATE TYPE apart AS (a text COLLATE "C");
