-- Left out: foreign keys that come with a partitioned table's, checks that a table only inherits (a partition has them
-- before it is attached), not-null constraints (the column's), and constraint triggers (triggers).
-- Elements of exclusion constraints are read as in index.sql.
SELECT pg_catalog.json_build_object(
           'at', pg_catalog.json_build_array(2606, k.oid::pg_catalog.int8, 0),
           'parent', pg_catalog.json_build_array(1259, t.oid::pg_catalog.int8, 0),
           'aliases', CASE WHEN i.indexrelid IS NOT NULL
                           THEN pg_catalog.json_build_array(
                                    pg_catalog.json_build_array(1259, i.indexrelid::pg_catalog.int8, 0)) END,
           'after', CASE WHEN t.relhassubclass OR f.relkind = 'p' OR f.relispartition THEN (
                     SELECT pg_catalog.json_agg(pg_catalog.json_build_array(b.class, b.oid::pg_catalog.int8, 0))
                       FROM (SELECT 2611 AS class, h.inhrelid AS oid
                               FROM pg_catalog.pg_inherits h
                              WHERE h.inhparent = t.oid AND t.relkind = 'p' AND k.contype <> 'c'
                             UNION ALL
                             SELECT 1259, h.inhrelid
                               FROM pg_catalog.pg_inherits h
                              WHERE h.inhparent = i.indexrelid
                             UNION ALL
                             -- The same check of a child merges into its parent's, but never the other way round.
                             SELECT 2606, q.oid
                               FROM (WITH RECURSIVE heirs(oids) AS (
                                         SELECT ARRAY(SELECT h.inhrelid
                                                        FROM pg_catalog.pg_inherits h
                                                       WHERE h.inhparent = t.oid AND k.contype = 'c')
                                         UNION ALL
                                         -- A generation at a time: UNION would make room anew, each time, for all that
                                         -- there may be.
                                         SELECT ARRAY(SELECT DISTINCT i.inhrelid
                                                        FROM pg_catalog.unnest(heirs.oids) AS u(oid)
                                                       CROSS JOIN LATERAL (
                                                           SELECT h.inhrelid FROM pg_catalog.pg_inherits h
                                                            WHERE h.inhparent = u.oid
                                                           OFFSET 0) AS i)
                                           FROM heirs
                                          WHERE heirs.oids <> '{}')
                                     SELECT u.oid FROM heirs CROSS JOIN LATERAL pg_catalog.unnest(heirs.oids) AS u(oid)) AS d
                              CROSS JOIN LATERAL (
                                  SELECT q.oid, q.conname
                                    FROM pg_catalog.pg_constraint q
                                   WHERE q.conrelid = d.oid AND q.contype = 'c' AND q.coninhcount > 0
                                  OFFSET 0) AS q  -- OFFSET 0: by table, for a name may be everywhere
                              WHERE q.conname = k.conname
                             UNION ALL
                             -- A foreign key refers to a partitioned table's index once all parts are attached.
                             SELECT 2611, d.oid
                               FROM (WITH RECURSIVE part(oid) AS (
                                         SELECT h.inhrelid
                                           FROM pg_catalog.pg_inherits h
                                          WHERE h.inhparent = k.conindid AND k.contype = 'f'
                                         UNION ALL
                                         SELECT h.inhrelid
                                           FROM part
                                          CROSS JOIN LATERAL (
                                              SELECT i.inhrelid FROM pg_catalog.pg_inherits i WHERE i.inhparent = part.oid
                                              OFFSET 0) AS h)
                                     SELECT part.oid FROM part) AS d
                             UNION ALL
                             -- An attached index goes along with the partitioned one, so what refers to it goes before.
                             SELECT 2611, h.inhrelid
                               FROM pg_catalog.pg_inherits h
                              WHERE h.inhrelid = k.conindid AND k.contype = 'f') AS b) END,
           'def', pg_catalog.json_strip_nulls(pg_catalog.json_build_object(
               'relation', pg_catalog.json_build_object('schema', n.nspname, 'name', t.relname),
               'name', k.conname,
               'partitioned', NULLIF(t.relkind = 'p', false),
               'deferrable', NULLIF(k.condeferrable, false),
               'deferred', NULLIF(k.condeferred, false),
               'not_valid', NULLIF(k.conenforced AND NOT k.convalidated, false),
               'not_enforced', NULLIF(NOT k.conenforced, false),
               'type', CASE k.contype WHEN 'p' THEN 'primary_key' WHEN 'u' THEN 'unique' WHEN 'c' THEN 'check'
                                      WHEN 'f' THEN 'foreign_key' WHEN 'x' THEN 'exclusion' END,
               'expression', pg_catalog.pg_get_expr(k.conbin, k.conrelid),
               'no_inherit', NULLIF(k.connoinherit, false),
               'columns', CASE WHEN k.contype IN ('p', 'u', 'f') THEN (
                   SELECT pg_catalog.json_agg((SELECT a.attname
                                                 FROM pg_catalog.pg_attribute a
                                                WHERE a.attrelid = t.oid AND a.attnum = u.attnum)
                                              ORDER BY u.ordinality)
                     FROM pg_catalog.unnest(k.conkey) WITH ORDINALITY AS u(attnum)) END,
               'period', NULLIF(k.conperiod, false),
               'foreign', CASE WHEN k.contype = 'f'
                               THEN pg_catalog.json_build_object('schema', fn.nspname, 'name', f.relname) END,
               'foreign_columns', CASE WHEN k.contype = 'f' THEN (
                   SELECT pg_catalog.json_agg((SELECT a.attname
                                                 FROM pg_catalog.pg_attribute a
                                                WHERE a.attrelid = f.oid AND a.attnum = u.attnum)
                                              ORDER BY u.ordinality)
                     FROM pg_catalog.unnest(k.confkey) WITH ORDINALITY AS u(attnum)) END,
               'match_full', NULLIF(k.confmatchtype = 'f', false),
               'on_update', CASE k.confupdtype WHEN 'r' THEN 'restrict' WHEN 'c' THEN 'cascade'
                                               WHEN 'n' THEN 'set_null' WHEN 'd' THEN 'set_default' END,
               'on_delete', CASE k.confdeltype WHEN 'r' THEN 'restrict' WHEN 'c' THEN 'cascade'
                                               WHEN 'n' THEN 'set_null' WHEN 'd' THEN 'set_default' END,
               'delete_columns', CASE WHEN k.confdelsetcols IS NOT NULL THEN (
                   SELECT pg_catalog.json_agg((SELECT a.attname
                                                 FROM pg_catalog.pg_attribute a
                                                WHERE a.attrelid = t.oid AND a.attnum = u.attnum)
                                              ORDER BY u.ordinality)
                     FROM pg_catalog.unnest(k.confdelsetcols) WITH ORDINALITY AS u(attnum)) END,
               'nulls_not_distinct', NULLIF(i.indnullsnotdistinct, false),
               'method', CASE WHEN k.contype = 'x' THEN m.amname END,
               'elements', CASE WHEN k.contype = 'x' THEN (
                   SELECT pg_catalog.json_agg(pg_catalog.json_build_object(
                              'column', a.attname,
                              'expression', CASE WHEN a.attname IS NULL THEN e.text END,
                              'collation', CASE WHEN e.whole IS NOT NULL AND EXISTS (
                                  SELECT FROM (VALUES ('('), (', ')) AS b(mark)
                                   WHERE pg_catalog.strpos(e.whole, b.mark || e.text || e.collated) > 0)
                                  THEN pg_catalog.json_build_object('schema', cn.nspname, 'name', c.collname) END,
                              'opclass', CASE WHEN e.whole IS NOT NULL AND EXISTS (
                                  SELECT FROM (VALUES ('('), (', ')) AS b(mark),
                                              (VALUES (''), (e.collated)) AS l(collated)
                                   WHERE pg_catalog.strpos(e.whole,
                                                           b.mark || e.text || l.collated || e.opclass) > 0)
                                  THEN pg_catalog.json_build_object('schema', ocn.nspname, 'name', oc.opcname) END,
                              'opclass_options', p.attoptions,
                              'descending', NULLIF(i.indoption[p.attnum - 1] & 1 <> 0, false),
                              'nulls_first', NULLIF(i.indoption[p.attnum - 1] & 2 <> 0, false),
                              'statistics', CASE WHEN p.attstattarget >= 0 THEN p.attstattarget END,
                              'operator', (
                                  SELECT pg_catalog.json_build_object('schema', s.nspname, 'name', o.oprname)
                                    FROM pg_catalog.pg_operator o
                                    JOIN pg_catalog.pg_namespace s ON s.oid = o.oprnamespace
                                   WHERE o.oid = k.conexclop[p.attnum]))
                          ORDER BY p.attnum)
                     FROM pg_catalog.pg_attribute p
                     JOIN pg_catalog.pg_opclass oc ON oc.oid = i.indclass[p.attnum - 1]
                     JOIN pg_catalog.pg_namespace ocn ON ocn.oid = oc.opcnamespace
                     LEFT JOIN pg_catalog.pg_collation c ON c.oid = i.indcollation[p.attnum - 1]
                     LEFT JOIN pg_catalog.pg_namespace cn ON cn.oid = c.collnamespace
                     LEFT JOIN pg_catalog.pg_attribute a
                            ON a.attrelid = t.oid AND a.attnum = i.indkey[p.attnum - 1]
                    -- Of a column, its own collation and its type's own default are never printed.
                    LEFT JOIN LATERAL (
                        SELECT pg_catalog.pg_get_indexdef(x.oid) AS whole,
                               pg_catalog.pg_get_indexdef(x.oid, p.attnum, false) AS text,
                               ' COLLATE ' || CASE WHEN pg_catalog.pg_collation_is_visible(c.oid) THEN ''
                                                   ELSE pg_catalog.quote_ident(cn.nspname) || '.' END
                                           || pg_catalog.quote_ident(c.collname) AS collated,
                               ' ' || CASE WHEN pg_catalog.pg_opclass_is_visible(oc.oid) THEN ''
                                           ELSE pg_catalog.quote_ident(ocn.nspname) || '.' END
                                   || pg_catalog.quote_ident(oc.opcname) AS opclass
                         WHERE a.attname IS NULL OR NOT oc.opcdefault OR oc.opcintype <> a.atttypid
                            OR i.indcollation[p.attnum - 1] <> a.attcollation OR p.attoptions IS NOT NULL
                        OFFSET 0) AS e ON true  -- OFFSET 0: printed once, not once for each use
                    WHERE p.attrelid = x.oid AND p.attnum BETWEEN 1 AND i.indnkeyatts) END,
               'include', CASE WHEN i.indnatts > i.indnkeyatts THEN (
                   SELECT pg_catalog.json_agg(a.attname ORDER BY p.attnum)
                     FROM pg_catalog.pg_attribute p
                     JOIN pg_catalog.pg_attribute a ON a.attrelid = t.oid AND a.attnum = i.indkey[p.attnum - 1]
                    WHERE p.attrelid = x.oid AND p.attnum > i.indnkeyatts) END,
               'predicate', pg_catalog.pg_get_expr(i.indpred, i.indrelid),
               'options', x.reloptions,
               'tablespace', s.spcname,
               'clustered', NULLIF(i.indisclustered, false),
               'replica_identity', NULLIF(i.indisreplident, false),
               'extensions', CASE WHEN x.oid IS NOT NULL THEN (
                   SELECT pg_catalog.json_agg(g.extname ORDER BY g.extname)
                     FROM pg_catalog.pg_depend d
                     JOIN pg_catalog.pg_extension g ON g.oid = d.refobjid
                    WHERE d.classid = 1259 AND d.objid = x.oid AND d.objsubid = 0 AND d.deptype = 'x') END))) AS fact
  FROM pg_catalog.pg_namespace n
  JOIN pg_catalog.pg_class t ON t.relnamespace = n.oid
  CROSS JOIN (VALUES (NULL::pg_catalog.int2[], true, false, false))
          AS absent(confdelsetcols, conenforced, conperiod, indnullsnotdistinct)
  CROSS JOIN LATERAL (
      SELECT q.oid, q.conname, q.contype, q.condeferrable, q.condeferred, q.convalidated, q.conrelid, q.conindid,
             q.conparentid, q.confrelid, q.confupdtype, q.confdeltype, q.confmatchtype, q.conislocal, q.connoinherit,
             q.conkey, q.confkey, q.conexclop, q.conbin, confdelsetcols, conenforced, conperiod
        FROM pg_catalog.pg_constraint q
       WHERE q.conrelid = t.oid) AS k
  LEFT JOIN LATERAL (
      SELECT q.indexrelid, q.indrelid, q.indnatts, q.indnkeyatts, q.indkey, q.indclass, q.indcollation, q.indoption, q.indpred,
             q.indisclustered, q.indisreplident, indnullsnotdistinct
        FROM pg_catalog.pg_index q
       WHERE q.indexrelid = k.conindid AND k.contype IN ('p', 'u', 'x')) AS i ON true
  LEFT JOIN pg_catalog.pg_class x ON x.oid = i.indexrelid
  LEFT JOIN pg_catalog.pg_am m ON m.oid = x.relam
  LEFT JOIN pg_catalog.pg_tablespace s ON s.oid = x.reltablespace
  LEFT JOIN pg_catalog.pg_class f ON f.oid = k.confrelid AND k.contype = 'f'
  LEFT JOIN pg_catalog.pg_namespace fn ON fn.oid = f.relnamespace
 WHERE n.nspname = ANY (pg_catalog.current_setting('schemig.schemas')::pg_catalog.name[])
   -- only: AND t.oid = ANY (pg_catalog.current_setting('schemig.objects')::pg_catalog.oid[])
   AND t.relkind IN ('r', 'p', 'f')
   AND t.relpersistence <> 't'
   AND (k.contype IN ('p', 'u', 'x')
        OR (k.contype = 'f' AND k.conparentid = 0)
        OR (k.contype = 'c' AND (k.conislocal OR t.relispartition)))
   AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e
                    WHERE e.classid = 1259 AND e.objid = t.oid AND e.objsubid = 0 AND e.deptype = 'e')
