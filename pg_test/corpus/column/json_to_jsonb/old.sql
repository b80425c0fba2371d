CREATE TABLE t (a json DEFAULT '{}');
