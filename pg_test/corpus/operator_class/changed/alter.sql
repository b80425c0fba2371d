DROP INDEX app.i;
DROP OPERATOR CLASS app.c USING btree;
CREATE OPERATOR CLASS app.c FOR TYPE integer USING btree FAMILY app.f AS OPERATOR 1 app.<<<, OPERATOR 3 app.===, OPERATOR 5 app.>>>, FUNCTION 1 app.cmp(integer, integer);
CREATE INDEX i ON app.t (a app.c);
