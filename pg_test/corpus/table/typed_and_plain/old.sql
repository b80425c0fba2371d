-- A table becomes one of a type, and another one leaves its type.
CREATE TYPE kind AS (a integer, b text);
CREATE TABLE t (a integer, b text);
CREATE TABLE u OF kind;
