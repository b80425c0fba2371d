CREATE FUNCTION dollars() RETURNS text LANGUAGE plpgsql AS $outer$
BEGIN
  -- a comment with 'quotes' and $$dollars$$ and $_$more$_$
  RETURN $$inner $1 'text'$$ || E'\t\\' || '''';
END
$outer$;
CREATE FUNCTION backslashes() RETURNS text LANGUAGE sql AS 'SELECT ''a\b'' || E''\n''';
CREATE FUNCTION unicode() RETURNS text LANGUAGE sql AS 'SELECT ''ünïcödé ☃''';
CREATE FUNCTION windows_lines() RETURNS integer LANGUAGE plpgsql AS E'BEGIN\r\n  RETURN 1;\r\nEND';
CREATE FUNCTION looks_like_an_end() RETURNS text LANGUAGE sql AS $x$ SELECT '; DROP TABLE t; --' || $y$ $$; $y$ $x$;
CREATE FUNCTION reads_nothing() RETURNS integer LANGUAGE plpgsql AS 'BEGIN RETURN (SELECT count(*) FROM table_that_is_not_there); END';
CREATE FUNCTION dynamic(name text) RETURNS void LANGUAGE plpgsql AS $$ BEGIN EXECUTE format('ANALYZE %I', name); END $$;
DO $$ BEGIN EXECUTE format('CREATE FUNCTION long_body() RETURNS integer LANGUAGE plpgsql AS %L', 'BEGIN ' || repeat('-- a line of comment' || chr(10), 2000) || ' RETURN 1; END'); END $$;
