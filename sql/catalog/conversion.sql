-- Conversions between encodings.
SELECT pg_catalog.json_build_object(
           'at', pg_catalog.json_build_array(2607, c.oid::pg_catalog.int8, 0),
           'parent', pg_catalog.json_build_array(2615, n.oid::pg_catalog.int8, 0),
           'def', pg_catalog.json_strip_nulls(pg_catalog.json_build_object(
               'name', pg_catalog.json_build_object('schema', n.nspname, 'name', c.conname),
               'for', pg_catalog.pg_encoding_to_char(c.conforencoding),
               'to', pg_catalog.pg_encoding_to_char(c.contoencoding),
               'function', (SELECT pg_catalog.json_build_object('schema', s.nspname, 'name', q.proname)
                             FROM pg_catalog.pg_proc q
                             JOIN pg_catalog.pg_namespace s ON s.oid = q.pronamespace
                            WHERE q.oid = c.conproc),
               'default', CASE WHEN c.condefault THEN true END))) AS fact
  FROM pg_catalog.pg_namespace n
  JOIN pg_catalog.pg_conversion c ON c.connamespace = n.oid
 WHERE n.nspname = ANY (pg_catalog.current_setting('schemig.schemas')::pg_catalog.name[])
   AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e
                    WHERE e.classid = 2607 AND e.objid = c.oid AND e.deptype IN ('e', 'i'))
