-- since 14
-- Functions with bodies that the server has parsed, and that call each other.
CREATE FUNCTION f(n integer) RETURNS integer RETURN n;
CREATE FUNCTION g(n integer DEFAULT f(3)) RETURNS integer IMMUTABLE PARALLEL SAFE BEGIN ATOMIC SELECT f(n - 1); END;
CREATE OR REPLACE FUNCTION f(n integer) RETURNS integer STRICT RETURN CASE WHEN n > 0 THEN g(n) ELSE 0 END;

-- One calls itself.
CREATE FUNCTION fact(n bigint) RETURNS bigint RETURN n;
CREATE OR REPLACE FUNCTION fact(n bigint) RETURNS bigint COST 7 RETURN CASE WHEN n < 2 THEN 1 ELSE n * fact(n - 1) END;

CREATE TABLE t (a integer DEFAULT g(1), CHECK (fact(a) > 0));
