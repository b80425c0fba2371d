-- Sequences that stand by themselves or are owned by a column; identity sequences are facts of kind identity.
-- Bounds and start are null where they are the default of type and direction.
SELECT pg_catalog.json_build_object(
           'at', pg_catalog.json_build_array(1259, c.oid::pg_catalog.int8, 0),
           'parent', pg_catalog.json_build_array(2615, n.oid::pg_catalog.int8, 0),
           'falls', CASE WHEN t.relkind IN ('r', 'p', 'v', 'f')
                         THEN pg_catalog.json_build_array(1259, o.refobjid::pg_catalog.int8, o.refobjsubid) END,
           'notes', CASE WHEN t.relkind NOT IN ('r', 'p', 'v', 'f')
                         THEN pg_catalog.json_build_array(pg_catalog.format(
                                  'ownership of sequence %I.%I by a column of %I is not carried',
                                  n.nspname, c.relname, t.relname)) END,
           'def', pg_catalog.json_build_object(
               'name', pg_catalog.json_build_object('schema', n.nspname, 'name', c.relname),
               'unlogged', c.relpersistence = 'u',
               'type', pg_catalog.format_type(s.seqtypid, NULL),
               'options', pg_catalog.json_build_object(
                   'increment', nullif(s.seqincrement, 1),
                   'min', nullif(s.seqmin, d.lowest),
                   'max', nullif(s.seqmax, d.highest),
                   'start', nullif(s.seqstart, CASE WHEN s.seqincrement > 0 THEN s.seqmin ELSE s.seqmax END),
                   'cache', nullif(s.seqcache, 1),
                   'cycle', s.seqcycle))) AS fact
  FROM pg_catalog.pg_namespace n
  JOIN pg_catalog.pg_class c ON c.relnamespace = n.oid AND c.relkind = 'S' AND c.relpersistence <> 't'
  JOIN pg_catalog.pg_sequence s ON s.seqrelid = c.oid
  LEFT JOIN pg_catalog.pg_depend o
         ON o.classid = 1259 AND o.objid = c.oid AND o.objsubid = 0
        AND o.refclassid = 1259 AND o.refobjsubid > 0 AND o.deptype IN ('a', 'i')
  LEFT JOIN pg_catalog.pg_class t ON t.oid = o.refobjid
 CROSS JOIN LATERAL (
           SELECT CASE s.seqtypid WHEN 21 THEN 32767::pg_catalog.int8
                                  WHEN 23 THEN 2147483647
                                  ELSE 9223372036854775807 END AS limit) AS w
 CROSS JOIN LATERAL (
           SELECT CASE WHEN s.seqincrement > 0 THEN 1 ELSE -w.limit - 1 END AS lowest,
                  CASE WHEN s.seqincrement > 0 THEN w.limit ELSE -1 END AS highest) AS d
 WHERE n.nspname = ANY (pg_catalog.current_setting('schemig.schemas')::pg_catalog.name[])
   -- only: AND c.oid = ANY (pg_catalog.current_setting('schemig.objects')::pg_catalog.oid[])
   AND o.deptype IS DISTINCT FROM 'i'
   AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e
                    WHERE e.classid = 1259 AND e.objid = c.oid AND e.deptype = 'e')
