-- An identity column with its sequence, whose address it has. From 17 on the partitions of a table share its sequence,
-- so only the topmost has the fact. Type is null where it is the column's.
SELECT pg_catalog.json_build_object(
           'at', pg_catalog.json_build_array(1259, c.oid::pg_catalog.int8, 0),
           'parent', pg_catalog.json_build_array(1259, a.attrelid::pg_catalog.int8, a.attnum),
           'def', pg_catalog.json_build_object(
               'relation', pg_catalog.json_build_object('schema', n.nspname, 'name', t.relname),
               'column', a.attname,
               'always', a.attidentity = 'a',
               'sequence', pg_catalog.json_build_object('schema', m.nspname, 'name', c.relname),
               'unlogged', c.relpersistence = 'u',
               'type', CASE WHEN s.seqtypid <> a.atttypid THEN pg_catalog.format_type(s.seqtypid, NULL) END,
               'options', pg_catalog.json_build_object(
                   'increment', nullif(s.seqincrement, 1),
                   'min', nullif(s.seqmin, d.lowest),
                   'max', nullif(s.seqmax, d.highest),
                   'start', nullif(s.seqstart, CASE WHEN s.seqincrement > 0 THEN s.seqmin ELSE s.seqmax END),
                   'cache', nullif(s.seqcache, 1),
                   'cycle', s.seqcycle))) AS fact
  FROM pg_catalog.pg_namespace n
  JOIN pg_catalog.pg_class t ON t.relnamespace = n.oid AND t.relkind IN ('r', 'p', 'f') AND t.relpersistence <> 't'
  JOIN pg_catalog.pg_depend o
    ON o.refclassid = 1259 AND o.refobjid = t.oid AND o.refobjsubid > 0
   AND o.classid = 1259 AND o.objsubid = 0 AND o.deptype = 'i'
  JOIN pg_catalog.pg_attribute a ON a.attrelid = t.oid AND a.attnum = o.refobjsubid AND a.attidentity <> ''
  JOIN pg_catalog.pg_class c ON c.oid = o.objid AND c.relkind = 'S'
  JOIN pg_catalog.pg_namespace m ON m.oid = c.relnamespace
  JOIN pg_catalog.pg_sequence s ON s.seqrelid = c.oid
 CROSS JOIN LATERAL (
           SELECT CASE s.seqtypid WHEN 21 THEN 32767::pg_catalog.int8
                                  WHEN 23 THEN 2147483647
                                  ELSE 9223372036854775807 END AS limit) AS w
 CROSS JOIN LATERAL (
           SELECT CASE WHEN s.seqincrement > 0 THEN 1 ELSE -w.limit - 1 END AS lowest,
                  CASE WHEN s.seqincrement > 0 THEN w.limit ELSE -1 END AS highest) AS d
 WHERE n.nspname = ANY (pg_catalog.current_setting('schemig.schemas')::pg_catalog.name[])
   -- only: AND t.oid = ANY (pg_catalog.current_setting('schemig.objects')::pg_catalog.oid[])
   AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e
                    WHERE e.classid = 1259 AND e.objid = t.oid AND e.deptype = 'e')
