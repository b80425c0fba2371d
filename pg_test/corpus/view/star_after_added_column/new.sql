CREATE TABLE t (id integer PRIMARY KEY, a text, c text);
CREATE TABLE u (id integer PRIMARY KEY, b text);
CREATE VIEW v AS SELECT t.*, u.b FROM t JOIN u USING (id);
CREATE VIEW w AS SELECT v.* FROM v;
CREATE VIEW x AS SELECT v AS row FROM v;
