-- Its CHECK constraints are facts of their own. NOT NULL is a named constraint from 17 on.
SELECT pg_catalog.json_build_object(
           'at', pg_catalog.json_build_array(1247, t.oid::pg_catalog.int8, 0),
           'parent', pg_catalog.json_build_array(2615, n.oid::pg_catalog.int8, 0),
           'aliases', pg_catalog.json_build_array(
               pg_catalog.json_build_array(1247, t.typarray::pg_catalog.int8, 0)),
           'def', pg_catalog.json_build_object(
               'name', pg_catalog.json_build_object('schema', n.nspname, 'name', t.typname),
               'base', pg_catalog.format_type(t.typbasetype, t.typtypmod),
               'collation', (SELECT pg_catalog.json_build_object('schema', s.nspname, 'name', c.collname)
                               FROM pg_catalog.pg_type b
                               JOIN pg_catalog.pg_collation c ON c.oid = t.typcollation
                               JOIN pg_catalog.pg_namespace s ON s.oid = c.collnamespace
                              WHERE b.oid = t.typbasetype AND b.typcollation <> t.typcollation),
               'default', pg_catalog.pg_get_expr(t.typdefaultbin, 0),
               'not_null', t.typnotnull,
               'not_null_name', k.conname,
               'not_null_comment', CASE WHEN k.oid IS NOT NULL
                                        THEN pg_catalog.obj_description(k.oid, 'pg_constraint') END)) AS fact
  FROM pg_catalog.pg_namespace n
  JOIN pg_catalog.pg_type t ON t.typnamespace = n.oid
  LEFT JOIN pg_catalog.pg_constraint k ON k.contypid = t.oid AND k.contype = 'n'
 WHERE n.nspname = ANY (pg_catalog.current_setting('schemig.schemas')::pg_catalog.name[])
   AND t.typtype = 'd'
   AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e
                    WHERE e.classid = 1247 AND e.objid = t.oid AND e.deptype = 'e')
