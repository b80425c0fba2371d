CREATE SCHEMA own;
CREATE VIEW own.v AS SELECT x AS a, b FROM public.u;
CREATE INDEX own_index ON public.u (x);
