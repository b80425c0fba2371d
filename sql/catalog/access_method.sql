-- Access methods that somebody has made, and no extension.
SELECT pg_catalog.json_build_object(
           'at', pg_catalog.json_build_array(2601, a.oid::pg_catalog.int8, 0),
           'def', pg_catalog.json_strip_nulls(pg_catalog.json_build_object(
               'name', a.amname,
               'type', CASE a.amtype WHEN 'i' THEN 'INDEX' WHEN 't' THEN 'TABLE' END,
               'handler', (SELECT pg_catalog.json_build_object('schema', s.nspname, 'name', q.proname)
                             FROM pg_catalog.pg_proc q
                             JOIN pg_catalog.pg_namespace s ON s.oid = q.pronamespace
                            WHERE q.oid = a.amhandler::pg_catalog.oid)))) AS fact
  FROM pg_catalog.pg_am a
 WHERE a.oid >= 16384
   AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e
                    WHERE e.classid = 2601 AND e.objid = a.oid AND e.deptype IN ('e', 'i'))
