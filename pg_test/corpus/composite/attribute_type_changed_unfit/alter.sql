ALTER TYPE money_of RENAME TO retired;
CREATE TYPE money_of AS (amount integer, currency text);
ALTER TABLE payment ALTER sum TYPE money_of USING ROW(NULL, (sum).currency)::money_of;
DROP TYPE retired;
