CREATE TABLE t_old (a integer) PARTITION BY LIST (a);
CREATE TABLE t (a integer) PARTITION BY LIST (a);
CREATE TABLE t1 PARTITION OF t FOR VALUES IN (1);
CREATE TABLE p_old (a integer);
CREATE TABLE p (a integer);
CREATE TABLE h (a integer) INHERITS (p);
CREATE FUNCTION g(p_old) RETURNS integer LANGUAGE sql AS 'select 1';
