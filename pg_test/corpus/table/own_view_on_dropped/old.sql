-- A user's view needs the table that the source has no more.
CREATE TABLE t (a integer);
CREATE TABLE going (a integer);
