-- since 14
-- A body that is a text to the server has been changed by hand; one that is parsed follows by itself.
CREATE TABLE t (id integer, amount integer);
CREATE FUNCTION parsed() RETURNS bigint LANGUAGE sql BEGIN ATOMIC SELECT sum(amount) FROM t; END;
CREATE FUNCTION string() RETURNS bigint LANGUAGE sql AS 'SELECT sum(amount) FROM public.t';
CREATE FUNCTION block() RETURNS bigint LANGUAGE plpgsql AS $$
BEGIN
  RETURN (SELECT max(amount) FROM public.t);
END $$;
