-- Languages that somebody has made, and no extension.
SELECT pg_catalog.json_build_object(
           'at', pg_catalog.json_build_array(2612, l.oid::pg_catalog.int8, 0),
           'def', pg_catalog.json_strip_nulls(pg_catalog.json_build_object(
               'name', l.lanname,
               'trusted', CASE WHEN l.lanpltrusted THEN true END,
               'handler', (SELECT pg_catalog.json_build_object('schema', s.nspname, 'name', q.proname)
                             FROM pg_catalog.pg_proc q
                             JOIN pg_catalog.pg_namespace s ON s.oid = q.pronamespace
                            WHERE q.oid = l.lanplcallfoid),
               'inline', (SELECT pg_catalog.json_build_object('schema', s.nspname, 'name', q.proname)
                             FROM pg_catalog.pg_proc q
                             JOIN pg_catalog.pg_namespace s ON s.oid = q.pronamespace
                            WHERE q.oid = l.laninline),
               'validator', (SELECT pg_catalog.json_build_object('schema', s.nspname, 'name', q.proname)
                             FROM pg_catalog.pg_proc q
                             JOIN pg_catalog.pg_namespace s ON s.oid = q.pronamespace
                            WHERE q.oid = l.lanvalidator)))) AS fact
  FROM pg_catalog.pg_language l
 WHERE l.oid >= 16384
   AND l.lanispl
   AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e
                    WHERE e.classid = 2612 AND e.objid = l.oid AND e.deptype IN ('e', 'i'))
