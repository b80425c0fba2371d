CREATE TABLE a (id integer, "N" text);
CREATE TABLE b (a a);
CREATE FUNCTION own(a) RETURNS text LANGUAGE sql RETURN ($1)."N";
CREATE FUNCTION second(integer, OUT text, b) LANGUAGE sql RETURN (($2).a)."N";
CREATE FUNCTION first(a[]) RETURNS text LANGUAGE sql BEGIN ATOMIC SELECT ($1[1])."N" AS c; SELECT (SELECT ($1[2])."N" AS d FROM a) AS e; END;
