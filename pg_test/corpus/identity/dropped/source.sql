-- No identity any more, but the column stays NOT NULL.
CREATE TABLE t (id integer GENERATED ALWAYS AS IDENTITY, name text);
ALTER TABLE t ALTER COLUMN id DROP IDENTITY;
