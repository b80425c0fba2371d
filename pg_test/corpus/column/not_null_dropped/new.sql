CREATE TABLE t (a integer, b integer PRIMARY KEY);
CREATE TABLE heir (c text) INHERITS (t);
