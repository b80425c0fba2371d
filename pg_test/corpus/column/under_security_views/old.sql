-- since 15
-- A view that has lost its options shows what it should not.
CREATE TABLE t (a integer, b text);
CREATE VIEW invoker WITH (security_invoker = true) AS SELECT a FROM t;
CREATE VIEW barrier WITH (security_barrier = true) AS SELECT a FROM t WHERE b = 'x';
CREATE VIEW checked AS SELECT a FROM t WHERE a > 0 WITH LOCAL CHECK OPTION;
