CREATE AGGREGATE total(integer) (SFUNC = int4pl, STYPE = integer, INITCOND = '0');
CREATE AGGREGATE "Ends"(text) (SFUNC = textcat, STYPE = text);
CREATE AGGREGATE mean(float8) (SFUNC = float8_accum, STYPE = float8[], FINALFUNC = float8_avg, INITCOND = '{0,0,0}');
CREATE AGGREGATE middle(float8 ORDER BY anyelement) (SFUNC = ordered_set_transition, STYPE = internal, FINALFUNC = percentile_disc_final, FINALFUNC_EXTRA);
COMMENT ON AGGREGATE total(integer) IS 'adds';
CREATE VIEW v AS SELECT total(n) AS n, mean(n) AS m FROM generate_series(1, 3) AS n;
