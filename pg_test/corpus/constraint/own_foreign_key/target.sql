CREATE SCHEMA own;
CREATE TABLE own.notes (t_id integer CONSTRAINT there REFERENCES public.t ON DELETE CASCADE, note text);
COMMENT ON CONSTRAINT there ON own.notes IS 'mine';
