CREATE TABLE t (id integer PRIMARY KEY, "Name" text NOT NULL);
