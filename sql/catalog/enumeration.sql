-- Labels have their oids with them, by which one that gets another text is known; those are not compared.
SELECT pg_catalog.json_build_object(
           'at', pg_catalog.json_build_array(1247, t.oid::pg_catalog.int8, 0),
           'parent', pg_catalog.json_build_array(2615, n.oid::pg_catalog.int8, 0),
           'aliases', pg_catalog.json_build_array(
               pg_catalog.json_build_array(1247, t.typarray::pg_catalog.int8, 0)),
           'def', pg_catalog.json_build_object(
               'name', pg_catalog.json_build_object('schema', n.nspname, 'name', t.typname),
               'labels', pg_catalog.to_json(ARRAY(
                   SELECT pg_catalog.json_build_object('text', l.enumlabel, 'oid', l.oid::pg_catalog.int8)
                     FROM pg_catalog.pg_enum l
                    WHERE l.enumtypid = t.oid
                    ORDER BY l.enumsortorder)))) AS fact
  FROM pg_catalog.pg_namespace n
  JOIN pg_catalog.pg_type t ON t.typnamespace = n.oid
 WHERE n.nspname = ANY (pg_catalog.current_setting('schemig.schemas')::pg_catalog.name[])
   AND t.typtype = 'e'
   AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e
                    WHERE e.classid = 1247 AND e.objid = t.oid AND e.deptype = 'e')
