CREATE AGGREGATE product(integer) (SFUNC = int4mul, STYPE = integer, INITCOND = '1');
DROP AGGREGATE "Quoted Agg"(text);
