CREATE TABLE t (id integer, n integer NOT NULL DEFAULT 7, at timestamptz DEFAULT now(), r double precision DEFAULT random());
