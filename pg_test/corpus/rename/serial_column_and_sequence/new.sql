CREATE TABLE t (number serial CONSTRAINT t_pkey PRIMARY KEY, a text);
