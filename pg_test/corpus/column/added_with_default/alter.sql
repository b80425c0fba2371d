ALTER TABLE t ADD COLUMN n integer NOT NULL DEFAULT 7, ADD COLUMN at timestamptz DEFAULT now(), ADD COLUMN r double precision DEFAULT random();
