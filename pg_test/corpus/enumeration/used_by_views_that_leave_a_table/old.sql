-- The views use the new value, so that the type is made anew; they leave a table of it that goes.
CREATE TYPE mood AS ENUM ('sad');
CREATE TABLE going (m mood);
CREATE TABLE stays (m mood);
CREATE VIEW constant AS SELECT m FROM going;
CREATE VIEW column_of_it AS SELECT m FROM going;
CREATE VIEW over_it AS SELECT c.m FROM column_of_it c;
CREATE VIEW as_text AS SELECT m::text AS t FROM going;
