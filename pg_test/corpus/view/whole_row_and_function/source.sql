CREATE TABLE t (id integer, name text);
CREATE FUNCTION label(r t) RETURNS text LANGUAGE sql STABLE AS 'SELECT r.name';
CREATE VIEW v AS SELECT t, label(t.*) AS l, t.name FROM t;
CREATE FUNCTION rows() RETURNS SETOF v LANGUAGE sql AS 'SELECT * FROM v';
CREATE VIEW of_function AS SELECT * FROM rows();
CREATE VIEW of_typed AS SELECT * FROM json_to_recordset('[]') AS x(a integer, b text);
