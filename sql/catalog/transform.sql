-- Transforms that somebody has made.
SELECT pg_catalog.json_build_object(
           'at', pg_catalog.json_build_array(3576, t.oid::pg_catalog.int8, 0),
           'def', pg_catalog.json_strip_nulls(pg_catalog.json_build_object(
               'type', pg_catalog.format_type(t.trftype, NULL),
               'language', l.lanname,
               'from_sql', (SELECT pg_catalog.json_build_object(
                                  'name', pg_catalog.json_build_object('schema', s.nspname, 'name', q.proname),
                                  'args', (SELECT pg_catalog.json_agg(pg_catalog.format_type(a.type, NULL) ORDER BY a.n)
                                             FROM pg_catalog.unnest(q.proargtypes) WITH ORDINALITY AS a(type, n)))
                             FROM pg_catalog.pg_proc q
                             JOIN pg_catalog.pg_namespace s ON s.oid = q.pronamespace
                            WHERE q.oid = t.trffromsql),
               'to_sql', (SELECT pg_catalog.json_build_object(
                                  'name', pg_catalog.json_build_object('schema', s.nspname, 'name', q.proname),
                                  'args', (SELECT pg_catalog.json_agg(pg_catalog.format_type(a.type, NULL) ORDER BY a.n)
                                             FROM pg_catalog.unnest(q.proargtypes) WITH ORDINALITY AS a(type, n)))
                             FROM pg_catalog.pg_proc q
                             JOIN pg_catalog.pg_namespace s ON s.oid = q.pronamespace
                            WHERE q.oid = t.trftosql)))) AS fact
  FROM pg_catalog.pg_transform t
  JOIN pg_catalog.pg_language l ON l.oid = t.trflang
 WHERE t.oid >= 16384
   AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e
                    WHERE e.classid = 3576 AND e.objid = t.oid AND e.deptype IN ('e', 'i'))
