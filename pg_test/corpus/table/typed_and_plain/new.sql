CREATE TYPE kind AS (a integer, b text);
CREATE TABLE t OF kind;
CREATE TABLE u (a integer, b text);
