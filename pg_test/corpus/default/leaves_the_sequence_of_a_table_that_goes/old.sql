-- The sequence goes with its table, or its column: the default is altered before, as is a view of the sequence.
CREATE TABLE note (id serial PRIMARY KEY, x integer);
CREATE TABLE mark (x integer, id serial);
CREATE TABLE parent (id serial PRIMARY KEY);
CREATE TABLE child (PRIMARY KEY (id)) INHERITS (parent);
CREATE TABLE t (id integer DEFAULT nextval('note_id_seq'));
CREATE VIEW v AS SELECT last_value FROM mark_id_seq;
