CREATE SCHEMA coming;
CREATE TABLE coming.t (a integer);
CREATE SEQUENCE coming.s;
