ALTER OPERATOR FAMILY app.f USING btree DROP FUNCTION 2 (integer, integer);
ALTER OPERATOR FAMILY app.f USING btree ADD OPERATOR 1 <(integer, bigint), FUNCTION 1 (integer, bigint) app.cmp8(integer, bigint);
