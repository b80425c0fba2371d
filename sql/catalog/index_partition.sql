-- The index of a partition as a part of the index of its partitioned table. The partition's own attachment comes
-- first, because the server wants both tables of the two indexes in that relation.
SELECT pg_catalog.json_build_object(
           'at', pg_catalog.json_build_array(2611, x.oid::pg_catalog.int8, 0),
           'parent', pg_catalog.json_build_array(1259, x.oid::pg_catalog.int8, 0),
           'after', pg_catalog.json_build_array(
               pg_catalog.json_build_array(1259, h.inhparent::pg_catalog.int8, 0),
               pg_catalog.json_build_array(2611, t.oid::pg_catalog.int8, 0)),
           'def', pg_catalog.json_build_object(
               'index', pg_catalog.json_build_object('schema', n.nspname, 'name', x.relname),
               'of', pg_catalog.json_build_object('schema', pn.nspname, 'name', px.relname))) AS fact
  FROM pg_catalog.pg_namespace n
  JOIN pg_catalog.pg_class t ON t.relnamespace = n.oid
  JOIN pg_catalog.pg_index i ON i.indrelid = t.oid
  JOIN pg_catalog.pg_class x ON x.oid = i.indexrelid
  JOIN pg_catalog.pg_inherits h ON h.inhrelid = x.oid
  JOIN pg_catalog.pg_class px ON px.oid = h.inhparent
  JOIN pg_catalog.pg_namespace pn ON pn.oid = px.relnamespace
 WHERE n.nspname = ANY (pg_catalog.current_setting('schemig.schemas')::pg_catalog.name[])
   AND t.relkind IN ('r', 'p')
   AND t.relpersistence <> 't'
   AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e
                    WHERE e.classid = 1259 AND e.objid IN (t.oid, x.oid) AND e.objsubid = 0
                      AND e.deptype = 'e')
