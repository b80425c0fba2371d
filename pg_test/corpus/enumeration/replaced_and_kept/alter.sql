alter type e rename to e_old;
create type e as enum('x');
alter table t alter e type e using e::text::e;
