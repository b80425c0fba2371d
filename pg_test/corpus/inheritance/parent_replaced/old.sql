create table t(a int) partition by list (a);
create table t1 partition of t for values in (1);
create table p(a int);
create table h() inherits (p);
create function g(p) returns int language sql as 'select 1';
