ALTER TABLE t RENAME COLUMN amount TO total;
CREATE OR REPLACE FUNCTION string() RETURNS bigint LANGUAGE sql AS 'SELECT sum(total) FROM public.t';
CREATE OR REPLACE FUNCTION block() RETURNS bigint LANGUAGE plpgsql AS $$
BEGIN
  RETURN (SELECT max(total) FROM public.t);
END $$;
