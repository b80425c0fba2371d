-- Renames come after drops, but not before that of the table, which waits for its sequences to be given away.
CREATE TABLE note (id serial PRIMARY KEY, x integer);
CREATE TABLE mark (id serial PRIMARY KEY, x integer);
CREATE TABLE t (id integer DEFAULT nextval('note_id_seq'), n integer DEFAULT nextval('mark_id_seq'));
CREATE TABLE z (id integer PRIMARY KEY);
