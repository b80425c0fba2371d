CREATE TABLE t (at timestamptz NOT NULL DEFAULT now());
