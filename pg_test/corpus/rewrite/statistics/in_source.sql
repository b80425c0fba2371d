INSERT INTO dbo."Sale" ("SaleID", "CustomerName")
SELECT count(*), string_agg(k.what, ' ' ORDER BY k.what)
  FROM pg_statistic_ext s, LATERAL (SELECT regexp_replace(lower(pg_get_statisticsobjdef(s.oid)), '[^a-z]', '', 'g') AS what) k
 WHERE s.stxnamespace = 'dbo'::regnamespace;
