CREATE FUNCTION is_code(t text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$ SELECT t ~ '^[A-Z]+$' $$;
CREATE TABLE t (
  a integer CHECK (a > 0), b text CHECK (is_code(b)), c varchar(10), d date,
  CONSTRAINT several CHECK (a < 100 OR b IS NULL), CONSTRAINT anyarray CHECK (c = ANY (ARRAY['p', 'q']::text[])),
  CONSTRAINT "between" CHECK (d BETWEEN '2000-01-01' AND DATE '2100-01-01'),
  CONSTRAINT whole_row CHECK (t IS NOT NULL),
  CONSTRAINT quoted CHECK (b <> 'it''s' AND b !~ E'\\d'),
  CONSTRAINT parents_only CHECK (a <> 3) NO INHERIT
);
COMMENT ON CONSTRAINT several ON t IS 'either';
