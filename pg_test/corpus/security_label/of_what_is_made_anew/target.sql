CREATE SCHEMA own;
CREATE VIEW own.v AS SELECT a FROM public.t;
SECURITY LABEL FOR other ON VIEW own.v IS 'a user''s own';
SECURITY LABEL FOR keeper ON COLUMN own.v.a IS 'a user''s own';
