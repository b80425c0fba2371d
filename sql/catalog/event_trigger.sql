-- Event triggers.
SELECT pg_catalog.json_build_object(
           'at', pg_catalog.json_build_array(3466, g.oid::pg_catalog.int8, 0),
           'def', pg_catalog.json_strip_nulls(pg_catalog.json_build_object(
               'name', g.evtname,
               'event', g.evtevent,
               'tags', pg_catalog.to_json(g.evttags),
               'function', (SELECT pg_catalog.json_build_object('schema', s.nspname, 'name', q.proname)
                             FROM pg_catalog.pg_proc q
                             JOIN pg_catalog.pg_namespace s ON s.oid = q.pronamespace
                            WHERE q.oid = g.evtfoid),
               'enabled', CASE g.evtenabled WHEN 'D' THEN 'DISABLE' WHEN 'R' THEN 'ENABLE REPLICA' WHEN 'A' THEN 'ENABLE ALWAYS' END))) AS fact
  FROM pg_catalog.pg_event_trigger g
 WHERE g.oid >= 16384
   AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e
                    WHERE e.classid = 3466 AND e.objid = g.oid AND e.deptype IN ('e', 'i'))
