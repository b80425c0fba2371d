CREATE TYPE money_of AS (amount integer, currency text);
CREATE FUNCTION amount(m money_of) RETURNS text LANGUAGE sql AS $$ SELECT m.amount::text $$;
