-- OWNED BY of a sequence, which has the sequence's address. Sequence and table must have one owner by then.
SELECT pg_catalog.json_build_object(
           'at', pg_catalog.json_build_array(1259, c.oid::pg_catalog.int8, 0),
           'falls', pg_catalog.json_build_array(1259, c.oid::pg_catalog.int8, 0),
           'after', pg_catalog.json_build_array(
               pg_catalog.json_build_array(1259, a.attrelid::pg_catalog.int8, a.attnum),
               pg_catalog.json_build_array(1259, c.oid::pg_catalog.int8, -2),
               pg_catalog.json_build_array(1259, a.attrelid::pg_catalog.int8, -2)),
           'def', pg_catalog.json_build_object(
               'sequence', pg_catalog.json_build_object('schema', n.nspname, 'name', c.relname),
               'relation', pg_catalog.json_build_object('schema', m.nspname, 'name', t.relname),
               'column', a.attname)) AS fact
  FROM pg_catalog.pg_namespace n
  JOIN pg_catalog.pg_class c ON c.relnamespace = n.oid AND c.relkind = 'S' AND c.relpersistence <> 't'
  JOIN pg_catalog.pg_depend o
    ON o.classid = 1259 AND o.objid = c.oid AND o.objsubid = 0
   AND o.refclassid = 1259 AND o.refobjsubid > 0 AND o.deptype = 'a'
  JOIN pg_catalog.pg_class t ON t.oid = o.refobjid AND t.relkind IN ('r', 'p', 'v', 'f')
  JOIN pg_catalog.pg_namespace m ON m.oid = t.relnamespace
  JOIN pg_catalog.pg_attribute a ON a.attrelid = t.oid AND a.attnum = o.refobjsubid
 WHERE n.nspname = ANY (pg_catalog.current_setting('schemig.schemas')::pg_catalog.name[])
   -- only: AND c.oid = ANY (pg_catalog.current_setting('schemig.objects')::pg_catalog.oid[])
   AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e
                    WHERE e.classid = 1259 AND e.objid = c.oid AND e.deptype = 'e')
