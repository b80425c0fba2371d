CREATE TYPE money_of AS (amount integer, currency text);
CREATE TABLE payment (id integer PRIMARY KEY, sum money_of);
