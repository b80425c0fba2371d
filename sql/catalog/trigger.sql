-- Triggers of users; and of the row triggers that partitions have from their parents, those whose enabled state
-- is not the parent's: they bring nothing but that state. Before 15 the latter are marked internal, as those of
-- foreign keys are.
-- tgargs holds the arguments with a zero byte behind each; a WHEN shows only in a whole definition.
SELECT pg_catalog.json_strip_nulls(pg_catalog.json_build_object(
           'at', pg_catalog.json_build_array(2620, t.oid::pg_catalog.int8, 0),
           'parent', pg_catalog.json_build_array(1259, t.tgrelid::pg_catalog.int8, 0),
           'aliases', CASE WHEN t.tgconstraint <> 0
                           THEN pg_catalog.json_build_array(
                                    pg_catalog.json_build_array(2606, t.tgconstraint::pg_catalog.int8, 0)) END,
           'after', CASE WHEN t.tgparentid <> 0 THEN up.after
                         WHEN c.relkind = 'p' AND t.tgtype::pg_catalog.int4 & 1 <> 0
                         THEN (SELECT pg_catalog.json_agg(pg_catalog.json_build_array(
                                          2611, i.inhrelid::pg_catalog.int8, 0) ORDER BY i.inhrelid)
                                 FROM pg_catalog.pg_inherits i
                                WHERE i.inhparent = t.tgrelid) END,
           'def', pg_catalog.json_build_object(
               'name', coalesce(up.name, t.tgname),
               'relation', pg_catalog.json_build_object('schema', n.nspname, 'name', c.relname),
               'enabled', CASE WHEN t.tgenabled <> 'O' THEN t.tgenabled END,
               'parent', u.tgenabled,
               'action', CASE WHEN t.tgparentid = 0 THEN pg_catalog.json_build_object(
                   'timing', CASE WHEN t.tgtype::pg_catalog.int4 & 2 <> 0 THEN 'before'
                                  WHEN t.tgtype::pg_catalog.int4 & 64 <> 0 THEN 'instead of'
                                  ELSE 'after' END,
                   'insert', CASE WHEN t.tgtype::pg_catalog.int4 & 4 <> 0 THEN true END,
                   'delete', CASE WHEN t.tgtype::pg_catalog.int4 & 8 <> 0 THEN true END,
                   'update', CASE WHEN t.tgtype::pg_catalog.int4 & 16 <> 0 THEN true END,
                   'columns', (SELECT pg_catalog.json_agg(a.attname ORDER BY k.n)
                                 FROM pg_catalog.unnest(t.tgattr::pg_catalog.int2[])
                                      WITH ORDINALITY AS k(attnum, n)
                                 JOIN pg_catalog.pg_attribute a
                                   ON a.attrelid = t.tgrelid AND a.attnum = k.attnum),
                   'truncate', CASE WHEN t.tgtype::pg_catalog.int4 & 32 <> 0 THEN true END,
                   'row', CASE WHEN t.tgtype::pg_catalog.int4 & 1 <> 0 THEN true END,
                   'constraint', CASE WHEN t.tgconstraint <> 0 THEN pg_catalog.json_build_object(
                       'from', (SELECT pg_catalog.json_build_object('schema', fn.nspname, 'name', fc.relname)
                                  FROM pg_catalog.pg_class fc
                                  JOIN pg_catalog.pg_namespace fn ON fn.oid = fc.relnamespace
                                 WHERE fc.oid = t.tgconstrrelid),
                       'deferrable', nullif(t.tgdeferrable, false),
                       'deferred', nullif(t.tginitdeferred, false)) END,
                   'old_table', t.tgoldtable,
                   'new_table', t.tgnewtable,
                   'when', CASE WHEN t.tgqual IS NOT NULL
                                THEN pg_catalog.json_build_object(
                                         'definition', pg_catalog.pg_get_triggerdef(t.oid, false)) END,
                   'function', pg_catalog.json_build_object('schema', pn.nspname, 'name', p.proname),
                   'args', CASE WHEN t.tgnargs > 0 THEN (
                       SELECT pg_catalog.json_agg(pg_catalog.convert_from(
                                  pg_catalog.substring(t.tgargs, z.start, z.zero - z.start),
                                  pg_catalog.getdatabaseencoding()) ORDER BY z.zero)
                         FROM (SELECT b.at AS zero, 1 + pg_catalog.lag(b.at, 1, 0) OVER (ORDER BY b.at) AS start
                                 FROM pg_catalog.generate_series(1, pg_catalog.length(t.tgargs)) AS b(at)
                                WHERE pg_catalog.get_byte(t.tgargs, b.at - 1) = 0) AS z) END) END,
               'extensions', (SELECT pg_catalog.json_agg(x.extname ORDER BY x.extname)
                                FROM pg_catalog.pg_depend d
                                JOIN pg_catalog.pg_extension x ON x.oid = d.refobjid
                               WHERE d.classid = 2620 AND d.objid = t.oid
                                 AND d.refclassid = 3079 AND d.deptype = 'x')))) AS fact
  FROM pg_catalog.pg_namespace n
  JOIN pg_catalog.pg_class c ON c.relnamespace = n.oid
  JOIN pg_catalog.pg_trigger t ON t.tgrelid = c.oid
  JOIN pg_catalog.pg_proc p ON p.oid = t.tgfoid
  JOIN pg_catalog.pg_namespace pn ON pn.oid = p.pronamespace
  LEFT JOIN pg_catalog.pg_trigger u ON u.oid = t.tgparentid
  LEFT JOIN pg_catalog.pg_constraint k ON k.oid = t.tgconstraint
  LEFT JOIN LATERAL (
      WITH RECURSIVE above AS (
          SELECT t.oid, t.tgname, t.tgrelid, t.tgparentid WHERE t.tgparentid <> 0
          UNION ALL
          SELECT g.*
            FROM above b
           CROSS JOIN LATERAL (
               SELECT g.oid, g.tgname, g.tgrelid, g.tgparentid
                 FROM pg_catalog.pg_trigger g
                WHERE g.oid = b.tgparentid
               OFFSET 0) AS g)  -- OFFSET 0: by index; the server would go over all triggers for each
      SELECT pg_catalog.max(a.tgname::pg_catalog.text) FILTER (WHERE a.tgparentid = 0) AS name,
             pg_catalog.json_agg(q.address ORDER BY q.address::pg_catalog.text) AS after
        FROM above a
       CROSS JOIN LATERAL (
           SELECT pg_catalog.json_build_array(2620, a.oid::pg_catalog.int8, 0) WHERE a.oid <> t.oid
           UNION ALL
           SELECT pg_catalog.json_build_array(2611, a.tgrelid::pg_catalog.int8, 0) WHERE a.tgparentid <> 0
       ) AS q(address)) AS up ON t.tgparentid <> 0
 WHERE n.nspname = ANY (pg_catalog.current_setting('schemig.schemas')::pg_catalog.name[])
   -- only: AND c.oid = ANY (pg_catalog.current_setting('schemig.objects')::pg_catalog.oid[])
   AND c.relkind IN ('r', 'p', 'v', 'f')
   AND (k.contype IS NULL OR k.contype = 't')
   AND CASE WHEN t.tgparentid = 0 THEN NOT t.tgisinternal ELSE t.tgenabled <> u.tgenabled END
   AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e
                    WHERE e.classid = 1259 AND e.objid = c.oid AND e.deptype = 'e')
