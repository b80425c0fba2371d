CREATE SEQUENCE t_id_seq AS integer;
CREATE SEQUENCE mark_id_seq AS integer;
CREATE TABLE t (id integer DEFAULT nextval('t_id_seq'), n integer DEFAULT nextval('mark_id_seq'));
ALTER SEQUENCE t_id_seq OWNED BY t.id;
ALTER SEQUENCE mark_id_seq OWNED BY t.n;
CREATE TABLE note (id integer PRIMARY KEY);
