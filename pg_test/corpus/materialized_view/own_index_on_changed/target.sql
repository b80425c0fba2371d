CREATE INDEX own ON m (a DESC);
CREATE STATISTICS own_statistics ON id, a FROM m;
COMMENT ON INDEX own IS 'own';
GRANT SELECT ON m TO pg_monitor;
