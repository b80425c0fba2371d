CREATE TYPE spare AS (amount text, currency text);
ALTER TABLE payment ALTER sum TYPE spare USING sum::text::spare;
ALTER TYPE money_of ALTER ATTRIBUTE amount TYPE integer;
ALTER TABLE payment ALTER sum TYPE money_of USING sum::text::money_of;
DROP TYPE spare;
