CREATE SCHEMA mine;
CREATE VIEW mine.v AS SELECT public.twice(2) AS four;
CREATE TABLE mine.t (id integer DEFAULT public.twice(1), n integer);
CREATE INDEX t_n ON mine.t (public.twice(n));
GRANT EXECUTE ON FUNCTION public.twice TO pg_monitor;
