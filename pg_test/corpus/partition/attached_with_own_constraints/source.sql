-- The partition had its primary key, its foreign key and its index before it was attached, under other names.
CREATE TABLE r (id integer PRIMARY KEY);
CREATE TABLE p (id integer, r integer, PRIMARY KEY (id)) PARTITION BY RANGE (id);
ALTER TABLE p ADD CONSTRAINT p_r FOREIGN KEY (r) REFERENCES r;
CREATE INDEX p_r ON p (r);
CREATE TABLE q (id integer NOT NULL, r integer, CONSTRAINT q_key PRIMARY KEY (id), CONSTRAINT q_own FOREIGN KEY (r) REFERENCES r);
CREATE INDEX q_own_index ON q (r);
ALTER TABLE p ATTACH PARTITION q FOR VALUES FROM (0) TO (100);
