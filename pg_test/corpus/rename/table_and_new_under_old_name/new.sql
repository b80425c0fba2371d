CREATE TABLE t_2023 (id integer CONSTRAINT t_pkey PRIMARY KEY, a text);
CREATE TABLE child (t_id integer REFERENCES t_2023);
CREATE TABLE t (id bigint CONSTRAINT t_pkey1 PRIMARY KEY, b date);
