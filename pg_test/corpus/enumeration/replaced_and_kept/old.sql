create type e as enum('x','y');
create table t(e e);
create table u(e e);
