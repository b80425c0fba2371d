CREATE SCHEMA added;
CREATE TABLE added.thing (id integer);
DROP SCHEMA empty;
