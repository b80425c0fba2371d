CREATE FUNCTION collect(a text[], VARIADIC v text[]) RETURNS text[] LANGUAGE sql IMMUTABLE AS 'SELECT a || v';
CREATE AGGREGATE collect_all(VARIADIC text[]) (SFUNC = collect, STYPE = text[], INITCOND = '{}');
CREATE FUNCTION gather_step(anyarray, anyelement) RETURNS anyarray LANGUAGE sql IMMUTABLE AS 'SELECT array_append($1, $2)';
CREATE AGGREGATE gather(anyelement) (SFUNC = gather_step, STYPE = anyarray, INITCOND = '{}');
