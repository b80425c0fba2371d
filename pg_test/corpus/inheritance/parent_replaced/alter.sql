alter table t detach partition t1;
alter table t rename to t_old;
create table t(a int) partition by list (a);
alter table t attach partition t1 for values in (1);
alter table h no inherit p;
alter table p rename to p_old;
create table p(a int);
alter table h inherit p;
