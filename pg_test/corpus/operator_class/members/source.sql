-- since 14
-- Before, the server ties what it can do without to the class of gist, and later ones to the family.
CREATE FUNCTION eq(integer, integer) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT $1 = $2';
CREATE FUNCTION ne(integer, integer) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT $1 <> $2';
CREATE FUNCTION lt(integer, integer) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT $1 < $2';
CREATE FUNCTION cmp(integer, integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT $1 - $2';
CREATE FUNCTION neg(integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT -$1';
CREATE OPERATOR === (FUNCTION = eq, LEFTARG = integer, RIGHTARG = integer, COMMUTATOR = ===, NEGATOR = !==, RESTRICT = eqsel, JOIN = eqjoinsel, HASHES, MERGES);
CREATE OPERATOR !== (FUNCTION = ne, LEFTARG = integer, RIGHTARG = integer, NEGATOR = ===);
CREATE OPERATOR <<< (FUNCTION = lt, LEFTARG = integer, RIGHTARG = integer, COMMUTATOR = >>>);
CREATE OPERATOR >>> (FUNCTION = lt, LEFTARG = integer, RIGHTARG = integer, COMMUTATOR = <<<);
CREATE OPERATOR FAMILY f USING btree;
CREATE OPERATOR CLASS c FOR TYPE integer USING btree FAMILY f AS OPERATOR 1 <<<, OPERATOR 3 ===, FUNCTION 1 cmp(integer, integer);
CREATE OPERATOR CLASS g DEFAULT FOR TYPE xid8 USING gin AS STORAGE xid8;
CREATE OPERATOR CLASS "H h" FOR TYPE integer USING hash AS OPERATOR 1 ===, FUNCTION 1 hashint4(integer);
CREATE OPERATOR CLASS pt FOR TYPE point USING gist AS STORAGE box, OPERATOR 15 <-> (point, point) FOR ORDER BY float_ops, FUNCTION 8 gist_point_distance(internal, point, smallint, oid, internal);
CREATE TABLE t (a integer);
CREATE INDEX i ON t (a c);
CREATE INDEX j ON t USING hash (a "H h");
CREATE TYPE r AS RANGE (subtype = integer, subtype_opclass = c);
CREATE TABLE p (a integer) PARTITION BY RANGE (a c);
