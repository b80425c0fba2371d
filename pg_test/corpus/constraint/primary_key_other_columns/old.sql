-- The key gets other columns, and those that referred to it now refer to these.
CREATE TABLE t (id integer PRIMARY KEY, code text NOT NULL);
CREATE TABLE child (t_id integer, t_code text, CONSTRAINT there FOREIGN KEY (t_id) REFERENCES t);
CREATE TABLE grandchild (t_id integer, CONSTRAINT there FOREIGN KEY (t_id) REFERENCES t);
