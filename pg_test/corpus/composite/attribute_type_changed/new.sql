CREATE TYPE money_of AS (amount numeric(12,2), currency character(3));
CREATE FUNCTION amount(m money_of) RETURNS text LANGUAGE sql AS $$ SELECT m.amount::text $$;
