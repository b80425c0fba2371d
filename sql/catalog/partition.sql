-- Attachment of a partition to its parent. What the server would compare with the parent, or make again, must be there
-- before: CHECK constraints that the parent has too, and indexes that are attached to the parent's, valid ones: those of
-- partitions' partitions are attached to them. So must all constraints that could have the name of a foreign key of the
-- parent: the server looks for a free one for that which the partition gets.
SELECT pg_catalog.json_build_object(
           'at', pg_catalog.json_build_array(2611, c.oid::pg_catalog.int8, 0),
           'parent', pg_catalog.json_build_array(1259, c.oid::pg_catalog.int8, 0),
           'falls', pg_catalog.json_build_array(1259, p.oid::pg_catalog.int8, 0),
           'after', (SELECT pg_catalog.json_agg(w.at)
                       FROM (SELECT pg_catalog.json_build_array(1259, p.oid::pg_catalog.int8, 0)
                              UNION ALL
                             SELECT pg_catalog.json_build_array(1259, x.indexrelid::pg_catalog.int8, 0)
                               FROM pg_catalog.pg_index x
                               JOIN pg_catalog.pg_inherits h ON h.inhrelid = x.indexrelid
                              WHERE x.indrelid = c.oid
                              UNION ALL
                             SELECT pg_catalog.json_build_array(2611, s.inhrelid::pg_catalog.int8, 0)
                               FROM pg_catalog.pg_index x
                               JOIN pg_catalog.pg_inherits h ON h.inhrelid = x.indexrelid
                               JOIN pg_catalog.pg_inherits s ON s.inhparent = x.indexrelid
                              WHERE x.indrelid = c.oid
                              UNION ALL
                             SELECT pg_catalog.json_build_array(2606, k.oid::pg_catalog.int8, 0)
                               FROM pg_catalog.pg_constraint k
                              WHERE k.conrelid = c.oid AND k.contype <> 'f') AS w(at)),
           'notes', CASE WHEN i.detaching
                         THEN pg_catalog.json_build_array(pg_catalog.format(
                                  'pending detachment of partition %I.%I is not carried: it stays attached',
                                  n.nspname, c.relname)) END,
           'def', pg_catalog.json_build_object(
               'relation', pg_catalog.json_build_object('schema', n.nspname, 'name', c.relname),
               'parent', pg_catalog.json_build_object('schema', m.nspname, 'name', p.relname),
               'bound', pg_catalog.pg_get_expr(c.relpartbound, c.oid),
               'foreign_keys', (
                   SELECT pg_catalog.json_agg(k.conname ORDER BY k.conname)
                     FROM pg_catalog.pg_constraint k
                     JOIN pg_catalog.pg_constraint f ON f.oid = k.conparentid
                    WHERE k.conrelid = c.oid AND k.contype = 'f' AND f.conrelid = p.oid))) AS fact
  FROM (VALUES (false)) AS absent(inhdetachpending)
 CROSS JOIN LATERAL (SELECT h.inhrelid, h.inhparent, inhdetachpending AS detaching
                       FROM pg_catalog.pg_inherits h) AS i
  JOIN pg_catalog.pg_class c ON c.oid = i.inhrelid AND c.relispartition AND c.relkind IN ('r', 'p', 'f')
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_catalog.pg_class p ON p.oid = i.inhparent
  JOIN pg_catalog.pg_namespace m ON m.oid = p.relnamespace
 WHERE n.nspname = ANY (pg_catalog.current_setting('schemig.schemas')::pg_catalog.name[])
   AND c.relpersistence <> 't'
   AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e
                    WHERE e.classid = 1259 AND e.objid = c.oid AND e.deptype = 'e')
