CREATE TABLE t (id integer NOT NULL CONSTRAINT t_id_key UNIQUE, code text CONSTRAINT t_pkey PRIMARY KEY);
CREATE TABLE child (t_id integer, t_code text, CONSTRAINT there FOREIGN KEY (t_code) REFERENCES t);
CREATE TABLE grandchild (t_id integer, CONSTRAINT there FOREIGN KEY (t_id) REFERENCES t (id));
