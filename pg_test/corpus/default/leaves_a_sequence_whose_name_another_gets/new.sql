CREATE TABLE note (id serial PRIMARY KEY);
CREATE TABLE t (id integer DEFAULT nextval('note_id_seq'));
