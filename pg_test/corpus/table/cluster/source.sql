CREATE TABLE t (id integer CONSTRAINT t_key PRIMARY KEY, name text);
CREATE INDEX t_name ON t (name);
ALTER TABLE t CLUSTER ON t_name;
CREATE TABLE u (id integer PRIMARY KEY);
ALTER TABLE u CLUSTER ON u_pkey;
