-- Types that are only announced, and the announcements of base types, whose functions take them, and of range types with a
-- canonical function, which takes the type too.
SELECT pg_catalog.json_build_object(
           'at', pg_catalog.json_build_array(
               1247, t.oid::pg_catalog.int8, CASE WHEN t.typisdefined THEN -1 ELSE 0 END),
           'parent', pg_catalog.json_build_array(2615, n.oid::pg_catalog.int8, 0),
           'falls', CASE WHEN t.typisdefined
                         THEN pg_catalog.json_build_array(1247, t.oid::pg_catalog.int8, 0) END,
           'def', pg_catalog.json_build_object(
               'name', pg_catalog.json_build_object('schema', n.nspname, 'name', t.typname))) AS fact
  FROM pg_catalog.pg_namespace n
  JOIN pg_catalog.pg_type t ON t.typnamespace = n.oid
 WHERE n.nspname = ANY (pg_catalog.current_setting('schemig.schemas')::pg_catalog.name[])
   AND (NOT t.typisdefined
        OR (t.typtype = 'b' AND NOT EXISTS (SELECT FROM pg_catalog.pg_type e WHERE e.typarray = t.oid))
        OR (t.typtype = 'r'
            AND EXISTS (SELECT FROM pg_catalog.pg_range r
                         WHERE r.rngtypid = t.oid AND r.rngcanonical <> 0)))
   AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e
                    WHERE e.classid = 1247 AND e.objid = t.oid AND e.deptype = 'e')
