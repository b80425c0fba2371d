-- The table that goes with the sequence keeps its name no longer than the sequence does.
CREATE TABLE note (id serial PRIMARY KEY, x integer);
CREATE TABLE z (id serial PRIMARY KEY);
CREATE TABLE t (id integer DEFAULT nextval('note_id_seq'));
