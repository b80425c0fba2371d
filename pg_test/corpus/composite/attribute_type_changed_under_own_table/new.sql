CREATE TYPE money_of AS (amount bigint, currency varchar(5));
CREATE TABLE payment (id integer PRIMARY KEY, sum money_of);
