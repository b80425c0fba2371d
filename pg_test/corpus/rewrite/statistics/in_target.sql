INSERT INTO dw__dbo.sale (sale_id, customer_name)
SELECT count(*), string_agg(k.what, ' ' ORDER BY k.what)
  FROM pg_statistic_ext s, LATERAL (SELECT regexp_replace(replace(lower(pg_get_statisticsobjdef(s.oid)), 'dw__', ''), '[^a-z]', '', 'g') AS what) k
 WHERE s.stxnamespace = 'dw__dbo'::regnamespace;
