-- Inheritance of a table from another (not partitions): one fact a parent, numbered as in pg_inherits.
-- CREATE TABLE ... INHERITS puts inherited columns first, parent by parent. A table that has its columns in another
-- order, and nothing that is inherited only, got its parents by ALTER TABLE ... INHERIT; "after" then names its columns
-- and CHECK constraints.
SELECT pg_catalog.json_build_object(
           'at', pg_catalog.json_build_array(2611, c.oid::pg_catalog.int8, i.inhseqno),
           'parent', pg_catalog.json_build_array(1259, c.oid::pg_catalog.int8, 0),
           'after', (SELECT pg_catalog.json_agg(w.at)
                       FROM (SELECT pg_catalog.json_build_array(1259, p.oid::pg_catalog.int8, 0)
                              UNION ALL
                             SELECT pg_catalog.json_build_array(2611, c.oid::pg_catalog.int8, h.inhseqno)
                               FROM pg_catalog.pg_inherits h
                              WHERE h.inhrelid = c.oid AND h.inhseqno < i.inhseqno
                              UNION ALL
                             SELECT pg_catalog.json_build_array(1259, c.oid::pg_catalog.int8, a.attnum)
                               FROM pg_catalog.pg_attribute a
                              WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
                                AND l.moved AND own.everything
                              UNION ALL
                             SELECT pg_catalog.json_build_array(2606, k.oid::pg_catalog.int8, 0)
                               FROM pg_catalog.pg_constraint k
                              WHERE k.conrelid = c.oid AND k.contype = 'c'
                                AND l.moved AND own.everything) AS w(at)),
           'notes', CASE WHEN l.moved AND NOT own.everything AND i.inhseqno = 1
                         THEN pg_catalog.json_build_array(pg_catalog.format(
                                  'order of columns of table %I.%I is not carried: those that it inherits come first',
                                  n.nspname, c.relname)) END,
           'def', pg_catalog.json_build_object(
               'relation', pg_catalog.json_build_object('schema', n.nspname, 'name', c.relname),
               'parent', pg_catalog.json_build_object('schema', m.nspname, 'name', p.relname))) AS fact
  FROM pg_catalog.pg_inherits i
  JOIN pg_catalog.pg_class c ON c.oid = i.inhrelid AND NOT c.relispartition AND c.relkind IN ('r', 'f')
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_catalog.pg_class p ON p.oid = i.inhparent
  JOIN pg_catalog.pg_namespace m ON m.oid = p.relnamespace
 CROSS JOIN LATERAL (
           SELECT pg_catalog.array_agg(a.attnum ORDER BY a.attnum)
                  <> pg_catalog.array_agg(a.attnum ORDER BY f.place, a.attnum) AS moved
             FROM pg_catalog.pg_attribute a
             LEFT JOIN (SELECT u.attname, pg_catalog.min(ARRAY[h.inhseqno, u.attnum]) AS place
                          FROM pg_catalog.pg_inherits h
                          JOIN pg_catalog.pg_attribute u
                            ON u.attrelid = h.inhparent AND u.attnum > 0 AND NOT u.attisdropped
                         WHERE h.inhrelid = c.oid
                         GROUP BY u.attname) AS f ON f.attname = a.attname
            WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped) AS l
 CROSS JOIN LATERAL (
           SELECT NOT EXISTS (SELECT FROM pg_catalog.pg_attribute a
                               WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
                                 AND NOT a.attislocal)
              AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint k
                               WHERE k.conrelid = c.oid AND k.contype IN ('c', 'n')
                                 AND NOT k.conislocal) AS everything) AS own
 WHERE n.nspname = ANY (pg_catalog.current_setting('schemig.schemas')::pg_catalog.name[])
   AND c.relpersistence <> 't'
   AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e
                    WHERE e.classid = 1259 AND e.objid = c.oid AND e.deptype = 'e')
