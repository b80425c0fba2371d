SELECT pg_catalog.json_build_object(
           'at', pg_catalog.json_build_array(1259, c.oid::pg_catalog.int8, 0),
           'parent', pg_catalog.json_build_array(2615, n.oid::pg_catalog.int8, 0),
           'aliases', pg_catalog.json_build_array(
               pg_catalog.json_build_array(2618, r.oid::pg_catalog.int8, 0),
               pg_catalog.json_build_array(1247, t.oid::pg_catalog.int8, 0),
               pg_catalog.json_build_array(1247, t.typarray::pg_catalog.int8, 0)),
           'def', pg_catalog.json_strip_nulls(pg_catalog.json_build_object(
               'view', pg_catalog.json_build_object('schema', n.nspname, 'name', c.relname),
               'method', m.amname,
               'options', (
                   SELECT pg_catalog.json_agg(l.prefix || u.option ORDER BY l.prefix, u.ordinality)
                     FROM (VALUES ('', c.reloptions), ('toast.', w.reloptions)) AS l(prefix, options)
                    CROSS JOIN LATERAL pg_catalog.unnest(l.options) WITH ORDINALITY AS u(option)),
               'tablespace', s.spcname,
               'replica_identity', CASE c.relreplident WHEN 'n' THEN 'nothing' WHEN 'f' THEN 'full' END,
               'extensions', (
                   SELECT pg_catalog.json_agg(g.extname ORDER BY g.extname)
                     FROM pg_catalog.pg_depend d
                     JOIN pg_catalog.pg_extension g ON g.oid = d.refobjid
                    WHERE d.classid = 1259 AND d.objid = c.oid AND d.objsubid = 0 AND d.deptype = 'x'),
               'query', pg_catalog.rtrim(pg_catalog.pg_get_viewdef(c.oid), ';')))) AS fact
  FROM pg_catalog.pg_namespace n
  JOIN pg_catalog.pg_class c ON c.relnamespace = n.oid
  JOIN pg_catalog.pg_type t ON t.oid = c.reltype
  JOIN pg_catalog.pg_rewrite r ON r.ev_class = c.oid AND r.rulename = '_RETURN'
  JOIN pg_catalog.pg_am m ON m.oid = c.relam
  LEFT JOIN pg_catalog.pg_class w ON w.oid = c.reltoastrelid
  LEFT JOIN pg_catalog.pg_tablespace s ON s.oid = c.reltablespace
 WHERE n.nspname = ANY (pg_catalog.current_setting('schemig.schemas')::pg_catalog.name[])
   AND c.relkind = 'm'
   AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e
                    WHERE e.classid = 1259 AND e.objid = c.oid AND e.objsubid = 0 AND e.deptype = 'e')
