SELECT pg_catalog.json_build_object(
           'at', pg_catalog.json_build_array(2606, k.oid::pg_catalog.int8, 0),
           'parent', pg_catalog.json_build_array(1247, t.oid::pg_catalog.int8, 0),
           'def', pg_catalog.json_build_object(
               'domain', pg_catalog.json_build_object('schema', n.nspname, 'name', t.typname),
               'name', k.conname,
               'check', pg_catalog.pg_get_expr(k.conbin, 0),
               'not_valid', NOT k.convalidated)) AS fact
  FROM pg_catalog.pg_namespace n
  JOIN pg_catalog.pg_type t ON t.typnamespace = n.oid
  JOIN pg_catalog.pg_constraint k ON k.contypid = t.oid
 WHERE n.nspname = ANY (pg_catalog.current_setting('schemig.schemas')::pg_catalog.name[])
   AND t.typtype = 'd'
   AND k.contype = 'c'
   AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e
                    WHERE e.classid = 1247 AND e.objid = t.oid AND e.deptype = 'e')
