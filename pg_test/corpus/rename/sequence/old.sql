CREATE SEQUENCE numbers START 100;
CREATE TABLE t (a integer DEFAULT nextval('numbers'), b serial);
