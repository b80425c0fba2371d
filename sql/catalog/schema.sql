SELECT pg_catalog.json_build_object(
           'at', pg_catalog.json_build_array(2615, n.oid::pg_catalog.int8, 0),
           'def', pg_catalog.json_build_object('name', n.nspname)) AS fact
  FROM pg_catalog.pg_namespace n
 WHERE n.nspname = ANY (pg_catalog.current_setting('schemig.schemas')::pg_catalog.name[])
   -- only: AND true
   AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e
                    WHERE e.classid = 2615 AND e.objid = n.oid AND e.deptype = 'e')
