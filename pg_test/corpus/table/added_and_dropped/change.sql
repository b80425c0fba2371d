DROP TABLE goes;
ALTER TABLE stays DROP COLUMN b;
ALTER TABLE stays ADD COLUMN c integer NOT NULL DEFAULT 0 CHECK (c >= 0);
CREATE TABLE comes (id integer PRIMARY KEY, stays integer REFERENCES stays ON DELETE CASCADE);
CREATE INDEX ON stays (c);
CREATE VIEW more AS SELECT comes.id, stays.c FROM comes JOIN stays ON stays.id = comes.stays;
COMMENT ON TABLE comes IS 'new';
COMMENT ON TABLE stays IS 'old';
