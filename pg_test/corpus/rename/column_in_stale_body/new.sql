CREATE TABLE t (id integer, total integer);
CREATE FUNCTION f() RETURNS bigint LANGUAGE plpgsql AS 'BEGIN RETURN (SELECT max(amount) FROM public.t); END';
