CREATE TABLE t (a integer);
CREATE TABLE child (a integer);
