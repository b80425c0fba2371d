CREATE TABLE renamed (a integer CONSTRAINT t_pkey PRIMARY KEY, c date NOT NULL, d integer DEFAULT 1, CONSTRAINT d_positive CHECK (d > 0));
CREATE INDEX renamed_c ON renamed (c);
CREATE VIEW v AS SELECT d FROM renamed;
