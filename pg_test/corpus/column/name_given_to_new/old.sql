create table t(a int not null, constraint ck check (a > 0));
create index i on t(a);
create view v as select a from t;
create function tr() returns trigger language plpgsql as 'begin return new; end';
create trigger g before insert on t for each row execute function tr();
create sequence s;
create table d(n int default nextval('s'), c t);
