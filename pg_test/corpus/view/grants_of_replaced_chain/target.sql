CREATE SCHEMA mine;
CREATE VIEW mine.v4 AS SELECT b FROM public.v3;
COMMENT ON VIEW mine.v4 IS 'own';
COMMENT ON COLUMN mine.v4.b IS 'own too';
ALTER VIEW mine.v4 OWNER TO pg_monitor;
GRANT SELECT ON public.v2, public.v3 TO pg_monitor;
GRANT SELECT (b) ON public.v1 TO pg_read_all_stats;
GRANT SELECT ON mine.v4 TO pg_read_all_stats WITH GRANT OPTION;
ALTER VIEW public.v3 ALTER COLUMN b SET DEFAULT 'own';
