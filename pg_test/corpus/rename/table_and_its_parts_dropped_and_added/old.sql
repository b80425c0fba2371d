-- A rename in the middle of everything else.
CREATE TABLE t (a integer PRIMARY KEY, b text, c date);
CREATE INDEX t_b ON t (b);
