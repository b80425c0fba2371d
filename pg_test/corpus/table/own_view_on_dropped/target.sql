CREATE SCHEMA own;
CREATE VIEW own.needs AS SELECT a FROM public.going;
