CREATE SCHEMA after;
CREATE TABLE after.t (id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, b text DEFAULT 'x');
CREATE VIEW after.v AS SELECT id FROM after.t;
CREATE TABLE public.other (t_id integer REFERENCES after.t);
COMMENT ON SCHEMA after IS 'the same one';
