DROP OPERATOR app.>>> (integer, integer);
ALTER TABLE app.t DROP CONSTRAINT t_a_check;
DROP VIEW app.v;
DROP OPERATOR app.<<< (integer, integer);
CREATE OPERATOR app.<<< (FUNCTION = app.ne, LEFTARG = integer, RIGHTARG = integer);
ALTER TABLE app.t ADD CHECK (a OPERATOR(app.<<<) 10);
CREATE VIEW app.v AS SELECT a OPERATOR(app.<<<) 3 AS x FROM app.t;
