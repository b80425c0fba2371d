DROP VIEW none;
ALTER TYPE money_of ALTER ATTRIBUTE amount TYPE numeric(12,2), ALTER ATTRIBUTE currency TYPE character(3);
CREATE VIEW none AS SELECT amount(ROW(0, 'EUR')::money_of) AS amount;
