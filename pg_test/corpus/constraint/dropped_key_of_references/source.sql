-- A key and the references to it are dropped together.
CREATE TABLE r (id integer PRIMARY KEY, code text CONSTRAINT r_code UNIQUE);
CREATE TABLE t (code text CONSTRAINT t_code REFERENCES r (code));
CREATE VIEW v AS SELECT r.id, r.code FROM r GROUP BY r.id;
