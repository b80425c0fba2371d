CREATE SCHEMA own;
CREATE VIEW own.uses_b AS SELECT b FROM public.t;
