CREATE SCHEMA own;
CREATE MATERIALIZED VIEW own.m AS SELECT a, count(*) AS n FROM public.t GROUP BY a;
CREATE UNIQUE INDEX m_a ON own.m (a);
COMMENT ON MATERIALIZED VIEW own.m IS 'nightly';
COMMENT ON INDEX own.m_a IS 'for refresh';
ALTER MATERIALIZED VIEW own.m OWNER TO pg_read_all_data;
GRANT SELECT ON own.m TO pg_monitor;
