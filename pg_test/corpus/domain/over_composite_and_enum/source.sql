CREATE TYPE suit AS ENUM ('heart', 'spade');
CREATE TYPE card AS (suit suit, value integer);
CREATE DOMAIN red AS suit CHECK (VALUE = 'heart');
CREATE DOMAIN valid_card AS card CHECK ((VALUE).value BETWEEN 1 AND 13);
CREATE TABLE hand (id integer, first valid_card, colour red);
