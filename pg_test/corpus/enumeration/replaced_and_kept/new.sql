CREATE TYPE e_old AS ENUM ('x', 'y');
CREATE TYPE e AS ENUM ('x');
CREATE TABLE t (e e);
CREATE TABLE u (e e_old);
