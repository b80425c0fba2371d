-- Base types; their announcements, shell types, are facts of their own. Aliases are their array types.
SELECT pg_catalog.json_build_object(
           'at', pg_catalog.json_build_array(1247, t.oid::pg_catalog.int8, 0),
           'parent', pg_catalog.json_build_array(2615, n.oid::pg_catalog.int8, 0),
           'aliases', pg_catalog.json_build_array(pg_catalog.json_build_array(1247, t.typarray::pg_catalog.int8, 0)),
           'after', pg_catalog.json_build_array(pg_catalog.json_build_array(1247, t.oid::pg_catalog.int8, -1)),
           'def', pg_catalog.json_strip_nulls(pg_catalog.json_build_object(
               'name', pg_catalog.json_build_object('schema', n.nspname, 'name', t.typname),
               'input', (SELECT pg_catalog.json_build_object('schema', s.nspname, 'name', q.proname)
                             FROM pg_catalog.pg_proc q
                             JOIN pg_catalog.pg_namespace s ON s.oid = q.pronamespace
                            WHERE q.oid = t.typinput::pg_catalog.oid),
               'output', (SELECT pg_catalog.json_build_object('schema', s.nspname, 'name', q.proname)
                             FROM pg_catalog.pg_proc q
                             JOIN pg_catalog.pg_namespace s ON s.oid = q.pronamespace
                            WHERE q.oid = t.typoutput::pg_catalog.oid),
               'receive', (SELECT pg_catalog.json_build_object('schema', s.nspname, 'name', q.proname)
                             FROM pg_catalog.pg_proc q
                             JOIN pg_catalog.pg_namespace s ON s.oid = q.pronamespace
                            WHERE q.oid = t.typreceive::pg_catalog.oid),
               'send', (SELECT pg_catalog.json_build_object('schema', s.nspname, 'name', q.proname)
                             FROM pg_catalog.pg_proc q
                             JOIN pg_catalog.pg_namespace s ON s.oid = q.pronamespace
                            WHERE q.oid = t.typsend::pg_catalog.oid),
               'modifier_input', (SELECT pg_catalog.json_build_object('schema', s.nspname, 'name', q.proname)
                             FROM pg_catalog.pg_proc q
                             JOIN pg_catalog.pg_namespace s ON s.oid = q.pronamespace
                            WHERE q.oid = t.typmodin::pg_catalog.oid),
               'modifier_output', (SELECT pg_catalog.json_build_object('schema', s.nspname, 'name', q.proname)
                             FROM pg_catalog.pg_proc q
                             JOIN pg_catalog.pg_namespace s ON s.oid = q.pronamespace
                            WHERE q.oid = t.typmodout::pg_catalog.oid),
               'analyze', (SELECT pg_catalog.json_build_object('schema', s.nspname, 'name', q.proname)
                             FROM pg_catalog.pg_proc q
                             JOIN pg_catalog.pg_namespace s ON s.oid = q.pronamespace
                            WHERE q.oid = t.typanalyze::pg_catalog.oid),
               'subscript', (SELECT pg_catalog.json_build_object('schema', s.nspname, 'name', q.proname)
                             FROM pg_catalog.pg_proc q
                             JOIN pg_catalog.pg_namespace s ON s.oid = q.pronamespace
                            WHERE q.oid = t.subscript),
               'length', CASE WHEN t.typlen >= 0 THEN t.typlen END,
               'by_value', CASE WHEN t.typbyval THEN true END,
               'alignment', CASE t.typalign WHEN 'c' THEN 'char' WHEN 's' THEN 'int2' WHEN 'i' THEN 'int4' WHEN 'd' THEN 'double' END,
               'storage', CASE t.typstorage WHEN 'e' THEN 'external' WHEN 'x' THEN 'extended' WHEN 'm' THEN 'main' END,
               'category', CASE WHEN t.typcategory <> 'U' THEN t.typcategory END,
               'preferred', CASE WHEN t.typispreferred THEN true END,
               'default', t.typdefault,
               'element', CASE WHEN t.typelem <> 0 THEN pg_catalog.format_type(t.typelem, NULL) END,
               'delimiter', CASE WHEN t.typdelim <> ',' THEN t.typdelim END,
               'collatable', CASE WHEN t.typcollation <> 0 THEN true END))) AS fact
  FROM pg_catalog.pg_namespace n
 CROSS JOIN (VALUES (0::pg_catalog.oid)) AS absent(typsubscript)
 CROSS JOIN LATERAL (
           SELECT b.*, typsubscript::pg_catalog.oid AS subscript
             FROM pg_catalog.pg_type b
            WHERE b.typnamespace = n.oid AND b.typtype = 'b' AND b.typisdefined) AS t
 WHERE n.nspname = ANY (pg_catalog.current_setting('schemig.schemas')::pg_catalog.name[])
   AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e
                    WHERE e.classid = 1247 AND e.objid = t.oid AND e.deptype IN ('e', 'i'))
