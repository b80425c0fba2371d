-- Text search parsers.
SELECT pg_catalog.json_build_object(
           'at', pg_catalog.json_build_array(3601, p.oid::pg_catalog.int8, 0),
           'parent', pg_catalog.json_build_array(2615, n.oid::pg_catalog.int8, 0),
           'def', pg_catalog.json_strip_nulls(pg_catalog.json_build_object(
               'name', pg_catalog.json_build_object('schema', n.nspname, 'name', p.prsname),
               'start', (SELECT pg_catalog.json_build_object('schema', s.nspname, 'name', q.proname)
                             FROM pg_catalog.pg_proc q
                             JOIN pg_catalog.pg_namespace s ON s.oid = q.pronamespace
                            WHERE q.oid = p.prsstart),
               'token', (SELECT pg_catalog.json_build_object('schema', s.nspname, 'name', q.proname)
                             FROM pg_catalog.pg_proc q
                             JOIN pg_catalog.pg_namespace s ON s.oid = q.pronamespace
                            WHERE q.oid = p.prstoken),
               'end', (SELECT pg_catalog.json_build_object('schema', s.nspname, 'name', q.proname)
                             FROM pg_catalog.pg_proc q
                             JOIN pg_catalog.pg_namespace s ON s.oid = q.pronamespace
                            WHERE q.oid = p.prsend),
               'headline', (SELECT pg_catalog.json_build_object('schema', s.nspname, 'name', q.proname)
                             FROM pg_catalog.pg_proc q
                             JOIN pg_catalog.pg_namespace s ON s.oid = q.pronamespace
                            WHERE q.oid = p.prsheadline),
               'lextypes', (SELECT pg_catalog.json_build_object('schema', s.nspname, 'name', q.proname)
                             FROM pg_catalog.pg_proc q
                             JOIN pg_catalog.pg_namespace s ON s.oid = q.pronamespace
                            WHERE q.oid = p.prslextype)))) AS fact
  FROM pg_catalog.pg_namespace n
  JOIN pg_catalog.pg_ts_parser p ON p.prsnamespace = n.oid
 WHERE n.nspname = ANY (pg_catalog.current_setting('schemig.schemas')::pg_catalog.name[])
   AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e
                    WHERE e.classid = 3601 AND e.objid = p.oid AND e.deptype IN ('e', 'i'))
