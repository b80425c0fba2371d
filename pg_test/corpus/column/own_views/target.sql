CREATE SCHEMA own;
CREATE VIEW own.direct AS SELECT a, b FROM public.t;
CREATE VIEW own.over_followed AS SELECT a + 1 AS n FROM public.v;
CREATE VIEW own.chain AS SELECT n, a FROM own.over_followed, own.direct;
COMMENT ON VIEW own.direct IS 'a report';
COMMENT ON COLUMN own.chain.n IS 'counts';
ALTER VIEW own.direct OWNER TO pg_read_all_data;
GRANT SELECT ON own.direct TO PUBLIC;
GRANT SELECT (n) ON own.chain TO pg_monitor WITH GRANT OPTION;
