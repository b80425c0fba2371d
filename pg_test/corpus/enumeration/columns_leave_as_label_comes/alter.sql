DROP VIEW dbo.v;
ALTER TABLE dbo.t ALTER leaves TYPE text, ALTER list TYPE text[], ALTER with_default DROP DEFAULT;
ALTER TABLE dbo.t ALTER with_default TYPE text, ALTER with_default SET DEFAULT 'c', ALTER grows TYPE dbo.e[] USING nullif(ARRAY[grows], ARRAY[NULL]::dbo.e[]);
ALTER TABLE dbo.t ALTER other TYPE text;
DROP TYPE dbo.gone;
CREATE TYPE dbo.gone AS ENUM ('z');
ALTER TABLE dbo.t ADD new dbo.gone;
ALTER TYPE dbo.e ADD VALUE 'c';
CREATE VIEW dbo.v AS SELECT leaves, list FROM dbo.t;
