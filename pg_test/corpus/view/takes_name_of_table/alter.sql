alter table b rename to b_data;
create view b as select a, x from b_data where a > 0;
create or replace view w as select a, x from b;
drop materialized view m;
create materialized view m as select a from b;
create or replace function f() returns bigint language sql begin atomic select count(*) from b; end;
