-- The query of the view leans on the key, and two tables refer to it.
CREATE TABLE t (id integer PRIMARY KEY, name text);
CREATE TABLE one (t_id integer REFERENCES t);
CREATE TABLE two (t_id bigint REFERENCES t);
CREATE VIEW counted AS SELECT t.id, t.name, count(one.t_id) FROM t LEFT JOIN one ON one.t_id = t.id GROUP BY t.id;
