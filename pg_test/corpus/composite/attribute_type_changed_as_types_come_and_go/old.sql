CREATE TYPE it AS (a integer, b integer);
CREATE TYPE stays AS (i it);
CREATE TYPE goes AS (i it);
CREATE TABLE of_goes OF goes;
CREATE TABLE t (i it, s stays);
