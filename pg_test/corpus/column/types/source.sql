-- since 15
CREATE TABLE t (
  a smallint, b integer, c bigint, d numeric, e numeric(12,3), f numeric(5,-2), g real, h double precision,
  i char, j char(7), k varchar, l varchar(80), m text, n "char", o name, p bytea, q boolean,
  r date, s time, t time(2), u timetz, v timestamp(3), w timestamptz, x interval, y interval day to second(3),
  z interval year, aa bit(3), ab bit varying(5), ac uuid, ad json, ae jsonb, af xml, ag inet, ah cidr, ai macaddr,
  aj tsvector, ak tsquery, al point, am box, an int4range, ao int4multirange, ap integer[], aq text[][],
  ar varchar(10)[], ass money, at oid, au regclass, av pg_lsn, aw jsonpath, ax timestamp(0) with time zone[]
);
