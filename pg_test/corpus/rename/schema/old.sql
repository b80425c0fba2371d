CREATE SCHEMA before;
CREATE TABLE before.t (id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, b text DEFAULT 'x');
CREATE VIEW before.v AS SELECT id FROM before.t;
CREATE TABLE public.other (t_id integer REFERENCES before.t);
COMMENT ON SCHEMA before IS 'the same one';
