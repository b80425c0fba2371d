CREATE TYPE money_of AS (amount numeric(10,2), currency text);
CREATE TABLE payment (id integer PRIMARY KEY, sum money_of, parts money_of[]);
