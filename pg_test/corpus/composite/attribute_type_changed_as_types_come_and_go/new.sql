CREATE TYPE it AS (a integer, b bigint);
CREATE TYPE stays AS (i it);
CREATE TABLE t (i it, s stays);
CREATE TYPE comes AS (i it);
CREATE TABLE of_comes OF comes;
