DROP VIEW amounts;
ALTER TYPE money_of RENAME TO retired;
CREATE TYPE money_of AS (amount bigint, currency text);
ALTER TABLE payment ALTER sum TYPE money_of USING sum::text::money_of, ALTER parts TYPE money_of[] USING parts::text::money_of[];
DROP TYPE retired;
CREATE VIEW amounts AS SELECT id, (sum).currency FROM payment;
