CREATE TABLE t ("C" integer, d integer);
