create table b(a int, x text);
create view w as select a, x from b;
create materialized view m as select a from b;
create function f() returns bigint language sql begin atomic select count(*) from b; end;
create policy p on b using (a > 1);
