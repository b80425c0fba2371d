-- Rewrite rules of tables and views, other than those that are the views' queries. Condition and actions show only in
-- the whole definition.
SELECT pg_catalog.json_build_object(
           'at', pg_catalog.json_build_array(2618, w.oid::pg_catalog.int8, 0),
           'parent', pg_catalog.json_build_array(1259, w.ev_class::pg_catalog.int8, 0),
           'def', pg_catalog.json_strip_nulls(pg_catalog.json_build_object(
               'name', w.rulename,
               'relation', pg_catalog.json_build_object('schema', n.nspname, 'name', c.relname),
               'event', CASE w.ev_type WHEN '2' THEN 'UPDATE' WHEN '3' THEN 'INSERT' WHEN '4' THEN 'DELETE' END,
               'instead', nullif(w.is_instead, false),
               'body', pg_catalog.json_build_object('definition', pg_catalog.pg_get_ruledef(w.oid)),
               'enabled', CASE WHEN w.ev_enabled <> 'O' THEN w.ev_enabled END))) AS fact
  FROM pg_catalog.pg_namespace n
  JOIN pg_catalog.pg_class c ON c.relnamespace = n.oid AND c.relkind IN ('r', 'p', 'v') AND c.relpersistence <> 't'
  JOIN pg_catalog.pg_rewrite w ON w.ev_class = c.oid AND w.ev_type <> '1'
 WHERE n.nspname = ANY (pg_catalog.current_setting('schemig.schemas')::pg_catalog.name[])
   -- only: AND c.oid = ANY (pg_catalog.current_setting('schemig.objects')::pg_catalog.oid[])
   AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e
                    WHERE e.classid = 1259 AND e.objid = c.oid AND e.objsubid = 0 AND e.deptype = 'e')
