-- Ordinary, partitioned and typed tables. Columns, inheritance and attachment to a parent are facts of their own.
SELECT pg_catalog.json_build_object(
           'at', pg_catalog.json_build_array(1259, c.oid::pg_catalog.int8, 0),
           'parent', pg_catalog.json_build_array(2615, n.oid::pg_catalog.int8, 0),
           -- A partition goes along with its parent.
           'falls', CASE WHEN c.relispartition
                         THEN (SELECT pg_catalog.json_build_array(1259, h.inhparent::pg_catalog.int8, 0)
                                 FROM pg_catalog.pg_inherits h WHERE h.inhrelid = c.oid) END,
           'aliases', pg_catalog.json_build_array(
               pg_catalog.json_build_array(1247, t.oid::pg_catalog.int8, 0),
               pg_catalog.json_build_array(1247, t.typarray::pg_catalog.int8, 0)),
           'def', pg_catalog.json_build_object(
               'name', pg_catalog.json_build_object('schema', n.nspname, 'name', c.relname),
               'unlogged', c.relpersistence = 'u',
               'of_type', CASE WHEN y.oid IS NOT NULL
                               THEN pg_catalog.json_build_object('schema', ns.nspname, 'name', y.typname) END,
               'partitioned', CASE WHEN c.relkind = 'p'
                                   THEN pg_catalog.json_build_object(
                                            'by', pg_catalog.split_part(k.def, ' ', 1),
                                            'key', pg_catalog.substr(k.def, pg_catalog.strpos(k.def, ' ') + 1)) END,
               'access_method', nullif(m.amname, 'heap'),
               'options', pg_catalog.to_json(
                   coalesce(c.reloptions, '{}')
                   || ARRAY(SELECT 'toast.' || o.option
                              FROM pg_catalog.unnest(x.reloptions) WITH ORDINALITY AS o(option, place)
                             ORDER BY o.place)),
               'tablespace', s.spcname,
               'replica_identity', CASE c.relreplident WHEN 'n' THEN 'NOTHING' WHEN 'f' THEN 'FULL' END,
               'row_security', c.relrowsecurity,
               'force_row_security', c.relforcerowsecurity)) AS fact
  FROM pg_catalog.pg_namespace n
  JOIN pg_catalog.pg_class c ON c.relnamespace = n.oid AND c.relkind IN ('r', 'p') AND c.relpersistence <> 't'
  JOIN pg_catalog.pg_type t ON t.oid = c.reltype
  LEFT JOIN LATERAL (SELECT pg_catalog.pg_get_partkeydef(c.oid) AS def WHERE c.relkind = 'p') AS k ON true
  LEFT JOIN pg_catalog.pg_am m ON m.oid = c.relam
  LEFT JOIN pg_catalog.pg_tablespace s ON s.oid = c.reltablespace
  LEFT JOIN pg_catalog.pg_class x ON x.oid = c.reltoastrelid
  LEFT JOIN pg_catalog.pg_type y ON y.oid = c.reloftype
  LEFT JOIN pg_catalog.pg_namespace ns ON ns.oid = y.typnamespace
 WHERE n.nspname = ANY (pg_catalog.current_setting('schemig.schemas')::pg_catalog.name[])
   -- only: AND c.oid = ANY (pg_catalog.current_setting('schemig.objects')::pg_catalog.oid[])
   AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e
                    WHERE e.classid = 1259 AND e.objid = c.oid AND e.deptype = 'e')
