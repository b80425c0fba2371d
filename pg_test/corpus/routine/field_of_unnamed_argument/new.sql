CREATE TABLE a (id integer, "X" text);
CREATE TABLE b (a a);
CREATE FUNCTION own(a) RETURNS text LANGUAGE sql RETURN ($1)."X";
CREATE FUNCTION second(integer, OUT text, b) LANGUAGE sql RETURN (($2).a)."X";
CREATE FUNCTION first(a[]) RETURNS text LANGUAGE sql BEGIN ATOMIC SELECT ($1[1])."X" AS c; SELECT (SELECT ($1[2])."X" AS d FROM a) AS e; END;
