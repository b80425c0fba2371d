CREATE SEQUENCE t_other_seq AS integer;
CREATE TABLE t (id serial, n integer DEFAULT nextval('t_other_seq'));
CREATE SEQUENCE going_id_seq AS integer OWNED BY t.n;
