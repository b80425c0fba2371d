CREATE TYPE money_of AS (amount bigint, currency text);
CREATE TABLE payment (id integer PRIMARY KEY, sum money_of NOT NULL, gone text, other money_of, turned money_of);
CREATE TABLE new (sum money_of);
CREATE VIEW new_amounts AS SELECT id, (other).amount FROM payment;
