CREATE TABLE t (id integer, total integer);
CREATE FUNCTION parsed() RETURNS bigint LANGUAGE sql BEGIN ATOMIC SELECT sum(t.total) FROM t; END;
CREATE FUNCTION string() RETURNS bigint LANGUAGE sql AS 'SELECT sum(total) FROM public.t';
CREATE FUNCTION block() RETURNS bigint LANGUAGE plpgsql AS $$
BEGIN
  RETURN (SELECT max(total) FROM public.t);
END $$;
