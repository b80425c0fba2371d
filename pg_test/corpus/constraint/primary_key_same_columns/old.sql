-- The key is made anew, what refers to it is the same before and after, and a view's GROUP BY leans on it.
CREATE TABLE t (id integer CONSTRAINT k PRIMARY KEY, a text, b text);
CREATE TABLE child (t_id integer REFERENCES t);
CREATE VIEW v AS SELECT t.id, a FROM t JOIN child ON t_id = id GROUP BY t.id;
