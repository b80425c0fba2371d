CREATE TYPE money_of AS (amount integer, currency text);
CREATE TABLE payment (id integer PRIMARY KEY, sum money_of, gone money_of, other text, turned text);
CREATE TABLE dropped (sum money_of);
CREATE VIEW others AS SELECT id, (gone).currency FROM payment;
