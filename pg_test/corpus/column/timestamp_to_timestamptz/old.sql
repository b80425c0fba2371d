CREATE TABLE t (at timestamp NOT NULL DEFAULT now());
