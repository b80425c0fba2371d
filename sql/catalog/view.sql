-- The columns that the query gives are not compared: they say whether another query can take its place.
SELECT pg_catalog.json_build_object(
           'at', pg_catalog.json_build_array(1259, c.oid::pg_catalog.int8, 0),
           'parent', pg_catalog.json_build_array(2615, n.oid::pg_catalog.int8, 0),
           'aliases', pg_catalog.json_build_array(
               pg_catalog.json_build_array(2618, r.oid::pg_catalog.int8, 0),
               pg_catalog.json_build_array(1247, t.oid::pg_catalog.int8, 0),
               pg_catalog.json_build_array(1247, t.typarray::pg_catalog.int8, 0)),
           'def', pg_catalog.json_strip_nulls(pg_catalog.json_build_object(
               'view', pg_catalog.json_build_object('schema', n.nspname, 'name', c.relname),
               'options', (
                   SELECT pg_catalog.json_agg(u.option ORDER BY u.ordinality)
                     FROM pg_catalog.unnest(c.reloptions) WITH ORDINALITY AS u(option)
                    WHERE NOT pg_catalog.starts_with(u.option, 'check_option=')),
               'check_option', (
                   SELECT pg_catalog.lower(o.option_value)
                     FROM pg_catalog.pg_options_to_table(c.reloptions) AS o
                    WHERE o.option_name = 'check_option'),
               'query', pg_catalog.rtrim(pg_catalog.pg_get_viewdef(c.oid), ';'),
               'columns', pg_catalog.to_json(ARRAY(
                   SELECT pg_catalog.json_build_object(
                              'name', a.attname,
                              'type', pg_catalog.format_type(a.atttypid, a.atttypmod),
                              'collation', CASE WHEN l.oid IS NOT NULL THEN pg_catalog.json_build_object(
                                  'schema', s.nspname, 'name', l.collname) END)
                     FROM pg_catalog.pg_attribute a
                     -- OFFSET 0: by index; the server would go over all types and collations for each view.
                    CROSS JOIN LATERAL (
                         SELECT t.typcollation FROM pg_catalog.pg_type t WHERE t.oid = a.atttypid
                         OFFSET 0) AS b
                     LEFT JOIN LATERAL (
                         SELECT c.oid, c.collname, c.collnamespace
                           FROM pg_catalog.pg_collation c
                          WHERE c.oid = a.attcollation AND a.attcollation <> b.typcollation
                         OFFSET 0) AS l ON true
                     LEFT JOIN pg_catalog.pg_namespace s ON s.oid = l.collnamespace
                    WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
                    ORDER BY a.attnum))))) AS fact
  FROM pg_catalog.pg_namespace n
  JOIN pg_catalog.pg_class c ON c.relnamespace = n.oid
  JOIN pg_catalog.pg_type t ON t.oid = c.reltype
  JOIN pg_catalog.pg_rewrite r ON r.ev_class = c.oid AND r.rulename = '_RETURN'
 WHERE n.nspname = ANY (pg_catalog.current_setting('schemig.schemas')::pg_catalog.name[])
   AND c.relkind = 'v'
   AND c.relpersistence <> 't'
   AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e
                    WHERE e.classid = 1259 AND e.objid = c.oid AND e.objsubid = 0 AND e.deptype = 'e')
