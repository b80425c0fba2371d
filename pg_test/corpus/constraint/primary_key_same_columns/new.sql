CREATE TABLE t (id integer CONSTRAINT k PRIMARY KEY, a text, b text);
ALTER TABLE t DROP CONSTRAINT k, ADD CONSTRAINT k PRIMARY KEY (id) INCLUDE (b) WITH (fillfactor = 80);
CREATE TABLE child (t_id integer REFERENCES t);
CREATE VIEW v AS SELECT t.id, a FROM t JOIN child ON t_id = id GROUP BY t.id;
