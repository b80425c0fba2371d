CREATE TYPE money_of AS (amount integer, currency text);
CREATE FUNCTION tell(m money_of) RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT (m).currency $$;
CREATE TABLE payment (
    id integer PRIMARY KEY,
    sum money_of DEFAULT ROW(0, 'EUR')::money_of CHECK ((sum).amount >= 0),
    parts money_of[],
    EXCLUDE USING btree (sum WITH =)
);
CREATE INDEX ON payment (((sum).currency));
CREATE INDEX ON payment (tell(sum));
CREATE VIEW amounts AS SELECT id, (sum).currency FROM payment;
COMMENT ON VIEW amounts IS 'of payments';
