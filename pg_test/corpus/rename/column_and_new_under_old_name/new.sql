CREATE TABLE t (id integer, state_text text DEFAULT 'open', state integer DEFAULT 0);
CREATE VIEW v AS SELECT state_text AS state FROM t;
