CREATE TABLE t (a jsonb DEFAULT '{}');
CREATE INDEX ON t USING gin (a);
