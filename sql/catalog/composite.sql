-- Its attributes are facts of kind column.
SELECT pg_catalog.json_build_object(
           'at', pg_catalog.json_build_array(1247, t.oid::pg_catalog.int8, 0),
           'parent', pg_catalog.json_build_array(2615, n.oid::pg_catalog.int8, 0),
           'aliases', pg_catalog.json_build_array(
               pg_catalog.json_build_array(1259, t.typrelid::pg_catalog.int8, 0),
               pg_catalog.json_build_array(1247, t.typarray::pg_catalog.int8, 0)),
           'def', pg_catalog.json_build_object(
               'name', pg_catalog.json_build_object('schema', n.nspname, 'name', t.typname))) AS fact
  FROM pg_catalog.pg_namespace n
  JOIN pg_catalog.pg_type t ON t.typnamespace = n.oid
  JOIN pg_catalog.pg_class c ON c.oid = t.typrelid
 WHERE n.nspname = ANY (pg_catalog.current_setting('schemig.schemas')::pg_catalog.name[])
   AND t.typtype = 'c'
   AND c.relkind = 'c'
   AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e
                    WHERE e.classid = 1247 AND e.objid = t.oid AND e.deptype = 'e')
