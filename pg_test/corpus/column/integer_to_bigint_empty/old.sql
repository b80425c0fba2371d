-- A table without rows is written anew in no time: no hazard.
CREATE TABLE t (a integer NOT NULL);
