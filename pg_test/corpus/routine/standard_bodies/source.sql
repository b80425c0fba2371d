-- since 14
CREATE TABLE t (id integer PRIMARY KEY, name text);
CREATE FUNCTION one_expression(a integer, b integer) RETURNS integer RETURN a + b;
CREATE FUNCTION atomic(n integer) RETURNS SETOF t LANGUAGE sql STABLE BEGIN ATOMIC SELECT id, name FROM t WHERE id > n; END;
CREATE FUNCTION uses_other(n integer) RETURNS integer IMMUTABLE RETURN one_expression(n, 2);
CREATE PROCEDURE writes(n integer, s text) BEGIN ATOMIC
  INSERT INTO t (id, name) VALUES (n, s) ON CONFLICT (id) DO UPDATE SET name = EXCLUDED.name;
  UPDATE t SET name = upper(s) WHERE id = n;
  DELETE FROM t WHERE id = n + 1;
END;
CREATE VIEW v AS SELECT id, one_expression(id, 1) AS next FROM t;
CREATE FUNCTION of_view() RETURNS SETOF v BEGIN ATOMIC SELECT * FROM v; END;
