-- Tables that publications list; from 15 on with columns and a row filter.
SELECT pg_catalog.json_build_object(
           'at', pg_catalog.json_build_array(6106, r.oid::pg_catalog.int8, 0),
           'parent', pg_catalog.json_build_array(6104, r.prpubid::pg_catalog.int8, 0),
           'def', pg_catalog.json_strip_nulls(pg_catalog.json_build_object(
               'publication', p.pubname,
               'table', pg_catalog.json_build_object('schema', n.nspname, 'name', c.relname),
               'columns', (SELECT pg_catalog.json_agg(a.attname ORDER BY a.attnum)
                             FROM pg_catalog.pg_attribute a
                            WHERE a.attrelid = c.oid AND a.attnum = ANY (r.attrs::pg_catalog.int2[])),
               'filter', pg_catalog.pg_get_expr(r.qual, c.oid)))) AS fact
  FROM (VALUES (NULL::pg_catalog.int2vector, NULL::pg_catalog.pg_node_tree)) AS absent(prattrs, prqual)
 CROSS JOIN LATERAL (SELECT l.oid, l.prpubid, l.prrelid, prattrs AS attrs, prqual AS qual FROM pg_catalog.pg_publication_rel l) AS r
  JOIN pg_catalog.pg_publication p ON p.oid = r.prpubid
  JOIN pg_catalog.pg_class c ON c.oid = r.prrelid
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
 WHERE r.oid >= 16384
   AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e
                    WHERE e.classid = 6106 AND e.objid = r.oid AND e.deptype IN ('e', 'i'))
