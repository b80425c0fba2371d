CREATE TABLE t (id integer, state text DEFAULT 'open' CHECK (state <> ''));
CREATE INDEX ON t (state) WHERE state = 'open';
