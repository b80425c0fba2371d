-- The source's function is broken by the rename, and the target's becomes so too: as it is there, it is here.
CREATE TABLE t (id integer, amount integer);
CREATE FUNCTION f() RETURNS bigint LANGUAGE plpgsql AS 'BEGIN RETURN (SELECT max(amount) FROM public.t); END';
