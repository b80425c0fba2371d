CREATE TABLE t (a integer);
CREATE TABLE going (a integer PRIMARY KEY, b text);
CREATE TABLE child (a integer REFERENCES going);
