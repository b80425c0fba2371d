CREATE SCHEMA own;
CREATE VIEW own.v AS SELECT a, b FROM public.t;
CREATE INDEX own_index ON public.t (a);
