CREATE SEQUENCE counter START 100;
CREATE TABLE t (a integer DEFAULT nextval('counter'), b serial);
ALTER SEQUENCE t_b_seq RENAME TO b_counter;
