-- Casts that somebody has made.
SELECT pg_catalog.json_build_object(
           'at', pg_catalog.json_build_array(2605, k.oid::pg_catalog.int8, 0),
           'def', pg_catalog.json_strip_nulls(pg_catalog.json_build_object(
               'source', pg_catalog.format_type(k.castsource, NULL),
               'target', pg_catalog.format_type(k.casttarget, NULL),
               'function', (SELECT pg_catalog.json_build_object(
                                  'name', pg_catalog.json_build_object('schema', s.nspname, 'name', q.proname),
                                  'args', (SELECT pg_catalog.json_agg(pg_catalog.format_type(a.type, NULL) ORDER BY a.n)
                                             FROM pg_catalog.unnest(q.proargtypes) WITH ORDINALITY AS a(type, n)))
                             FROM pg_catalog.pg_proc q
                             JOIN pg_catalog.pg_namespace s ON s.oid = q.pronamespace
                            WHERE q.oid = k.castfunc),
               'inout', CASE WHEN k.castmethod = 'i' THEN true END,
               'context', CASE k.castcontext WHEN 'a' THEN 'ASSIGNMENT' WHEN 'i' THEN 'IMPLICIT' END))) AS fact
  FROM pg_catalog.pg_cast k
 WHERE k.oid >= 16384
   AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e
                    WHERE e.classid = 2605 AND e.objid = k.oid AND e.deptype IN ('e', 'i')
                   OFFSET 0)  -- OFFSET 0: by index; without statistics the server would go over all of these for each
