-- The schema may go only when what was in it has moved out.
CREATE SCHEMA going;
CREATE TABLE going.t (a integer);
CREATE SEQUENCE going.s;
