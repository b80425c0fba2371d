CREATE TYPE money_of AS (amount bigint, currency text);
CREATE DOMAIN price AS money_of CHECK ((VALUE).amount > 0);
CREATE TABLE payment (id integer PRIMARY KEY, sum money_of, cost price);
