CREATE TABLE t (a integer NOT NULL, b integer PRIMARY KEY);
CREATE TABLE heir (c text) INHERITS (t);
