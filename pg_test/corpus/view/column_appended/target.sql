CREATE SCHEMA mine;
CREATE VIEW mine.x AS SELECT id FROM public.v;
GRANT SELECT ON public.v TO pg_monitor;
