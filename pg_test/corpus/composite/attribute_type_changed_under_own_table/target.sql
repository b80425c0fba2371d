CREATE SCHEMA own;
CREATE TABLE own.wallet (id integer, holds public.money_of);
CREATE VIEW own.amounts AS SELECT id, (holds).amount FROM own.wallet;
CREATE INDEX ON own.wallet (((holds).currency));
