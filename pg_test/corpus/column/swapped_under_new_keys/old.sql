create table t(a int not null, b int not null, constraint pk primary key (a), constraint ck check (a > 0));
create index i on t(a);
create index i2 on t((a+1));
