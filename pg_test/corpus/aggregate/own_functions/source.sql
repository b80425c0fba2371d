CREATE TYPE acc AS (n bigint, s numeric);
CREATE FUNCTION acc_step(a acc, v numeric) RETURNS acc LANGUAGE sql IMMUTABLE AS 'SELECT ROW(a.n + 1, a.s + v)::acc';
CREATE FUNCTION acc_final(a acc) RETURNS numeric LANGUAGE sql IMMUTABLE AS 'SELECT a.s / NULLIF(a.n, 0)';
CREATE FUNCTION acc_combine(a acc, b acc) RETURNS acc LANGUAGE sql IMMUTABLE AS 'SELECT ROW(a.n + b.n, a.s + b.s)::acc';
CREATE AGGREGATE mean(v numeric) (
  SFUNC = acc_step, STYPE = acc, SSPACE = 64, FINALFUNC = acc_final, FINALFUNC_MODIFY = SHAREABLE,
  COMBINEFUNC = acc_combine, INITCOND = '(0,0)', PARALLEL = SAFE);
CREATE VIEW uses AS SELECT mean(x) FROM (VALUES (1.0), (2.0)) v(x);
