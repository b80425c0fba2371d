DROP OPERATOR app.<<< (integer, integer);
DROP OPERATOR app.>>> (integer, integer);
CREATE OPERATOR app.=== (FUNCTION = app.eq, LEFTARG = integer, RIGHTARG = integer, COMMUTATOR = OPERATOR(app.===), NEGATOR = OPERATOR(app.!==), RESTRICT = eqsel, JOIN = eqjoinsel, HASHES, MERGES);
CREATE OPERATOR app.!== (FUNCTION = app.ne, LEFTARG = integer, RIGHTARG = integer, NEGATOR = OPERATOR(app.===));
CREATE OPERATOR app.@#@ (FUNCTION = app.neg, RIGHTARG = integer);
COMMENT ON OPERATOR app.@#@ (NONE, integer) IS 'minus';
CREATE VIEW app.v AS SELECT 1 OPERATOR(app.===) 2 AS x, OPERATOR(app.@#@) 3 AS y;
