CREATE AGGREGATE moving_sum(bigint) (
  SFUNC = int8_avg_accum, STYPE = internal, FINALFUNC = numeric_poly_sum,
  MSFUNC = int8_avg_accum, MINVFUNC = int8_avg_accum_inv, MSTYPE = internal, MSSPACE = 128, MFINALFUNC = numeric_poly_sum,
  MFINALFUNC_MODIFY = READ_WRITE);
CREATE FUNCTION add(a integer, b integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT a + b';
CREATE FUNCTION subtract(a integer, b integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT a - b';
CREATE FUNCTION done(a integer, b integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT a';
CREATE AGGREGATE own_sum(integer) (
  SFUNC = add, STYPE = integer, INITCOND = '0', FINALFUNC = done, FINALFUNC_EXTRA,
  MSFUNC = add, MINVFUNC = subtract, MSTYPE = integer, MINITCOND = '1', MFINALFUNC = done, MFINALFUNC_EXTRA);
