-- The default needs the sequence, and the sequence belongs to the column.
CREATE TABLE t (id serial, a text);
CREATE TABLE u (id integer DEFAULT nextval('t_id_seq'));
