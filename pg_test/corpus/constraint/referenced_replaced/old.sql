create table t(a int primary key);
create table c(a int constraint fk references t);
