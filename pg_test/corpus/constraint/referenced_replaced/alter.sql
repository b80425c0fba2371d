alter table t rename to t_old;
alter table t_old rename constraint t_pkey to told_pkey;
create table t(a int primary key);
alter table c drop constraint fk;
alter table c add constraint fk foreign key(a) references t;
