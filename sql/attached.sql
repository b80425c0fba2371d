-- The objects of some tables, which are numbers in 'schemig.objects': themselves, the sequences of their columns, and what
-- is in catalogs of its own.
WITH relation AS MATERIALIZED (
    SELECT g.oid FROM pg_catalog.unnest(pg_catalog.current_setting('schemig.objects')::pg_catalog.oid[]) AS g(oid)
     UNION
    SELECT d.objid
      FROM pg_catalog.unnest(pg_catalog.current_setting('schemig.objects')::pg_catalog.oid[]) AS g(oid)
      JOIN pg_catalog.pg_depend d
        ON d.refclassid = 1259 AND d.refobjid = g.oid AND d.refobjsubid > 0 AND d.classid = 1259 AND d.deptype IN ('a', 'i')
      JOIN pg_catalog.pg_class c ON c.oid = d.objid AND c.relkind = 'S'
)
SELECT pg_catalog.array_agg(DISTINCT o.oid)::pg_catalog.text
  FROM (SELECT r.oid FROM relation r
         UNION ALL
        SELECT t.oid FROM relation r JOIN pg_catalog.pg_type t ON t.typrelid = r.oid
         UNION ALL
        SELECT x.indexrelid FROM relation r JOIN pg_catalog.pg_index x ON x.indrelid = r.oid
         UNION ALL
        SELECT k.oid FROM relation r JOIN pg_catalog.pg_constraint k ON k.conrelid = r.oid
         UNION ALL
        SELECT d.oid FROM relation r JOIN pg_catalog.pg_attrdef d ON d.adrelid = r.oid
         UNION ALL
        SELECT g.oid FROM relation r JOIN pg_catalog.pg_trigger g ON g.tgrelid = r.oid
         UNION ALL
        SELECT p.oid FROM relation r JOIN pg_catalog.pg_policy p ON p.polrelid = r.oid
         UNION ALL
        SELECT w.oid FROM relation r JOIN pg_catalog.pg_rewrite w ON w.ev_class = r.oid
         UNION ALL
        SELECT s.oid FROM relation r JOIN pg_catalog.pg_statistic_ext s ON s.stxrelid = r.oid) AS o(oid)
