CREATE TYPE money_of AS (amount integer, currency text);
CREATE DOMAIN price AS money_of DEFAULT '(5,EUR)';
CREATE DOMAIN fee AS price;
CREATE TYPE cost_of AS (once price, yearly fee[]);
CREATE TABLE payment (id integer PRIMARY KEY, sum price, fee fee DEFAULT '(1,USD)', cost cost_of);
