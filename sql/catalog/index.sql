-- Left out: indexes of constraints; indexes that are not valid or not ready, but on partitioned tables all.
-- No catalog says what the default collation and operator class of an expression are: the server knows,
-- and where its own text of the index shows one, it is in the definition.
SELECT pg_catalog.json_build_object(
           'at', pg_catalog.json_build_array(1259, x.oid::pg_catalog.int8, 0),
           'parent', pg_catalog.json_build_array(1259, t.oid::pg_catalog.int8, 0),
           'after', CASE WHEN t.relkind = 'p' THEN (
                     SELECT pg_catalog.json_agg(pg_catalog.json_build_array(b.class, b.oid::pg_catalog.int8, 0))
                       FROM (SELECT 2611 AS class, h.inhrelid AS oid
                               FROM pg_catalog.pg_inherits h
                              WHERE h.inhparent = t.oid
                             UNION ALL
                             SELECT 1259, h.inhrelid
                               FROM pg_catalog.pg_inherits h
                              WHERE h.inhparent = x.oid) AS b) END,
           'def', pg_catalog.json_strip_nulls(pg_catalog.json_build_object(
               'index', pg_catalog.json_build_object('schema', n.nspname, 'name', x.relname),
               'relation', pg_catalog.json_build_object('schema', n.nspname, 'name', t.relname),
               'partitioned', NULLIF(t.relkind = 'p', false),
               'unique', NULLIF(i.indisunique, false),
               'nulls_not_distinct', NULLIF(i.indnullsnotdistinct, false),
               'method', m.amname,
               'elements', (
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
                              'statistics', CASE WHEN p.attstattarget >= 0 THEN p.attstattarget END)
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
                    WHERE p.attrelid = x.oid AND p.attnum BETWEEN 1 AND i.indnkeyatts),
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
               'extensions', (
                   SELECT pg_catalog.json_agg(g.extname ORDER BY g.extname)
                     FROM pg_catalog.pg_depend d
                     JOIN pg_catalog.pg_extension g ON g.oid = d.refobjid
                    WHERE d.classid = 1259 AND d.objid = x.oid AND d.objsubid = 0 AND d.deptype = 'x')))) AS fact
  FROM pg_catalog.pg_namespace n
  JOIN pg_catalog.pg_class t ON t.relnamespace = n.oid
  CROSS JOIN (VALUES (false)) AS absent(indnullsnotdistinct)
  CROSS JOIN LATERAL (
      SELECT q.indexrelid, q.indrelid, q.indnatts, q.indnkeyatts, q.indkey, q.indclass, q.indcollation, q.indoption, q.indpred,
             q.indisunique, q.indisvalid, q.indisready, q.indisclustered, q.indisreplident, indnullsnotdistinct
        FROM pg_catalog.pg_index q
       WHERE q.indrelid = t.oid) AS i
  JOIN pg_catalog.pg_class x ON x.oid = i.indexrelid
  JOIN pg_catalog.pg_am m ON m.oid = x.relam
  LEFT JOIN pg_catalog.pg_tablespace s ON s.oid = x.reltablespace
 WHERE n.nspname = ANY (pg_catalog.current_setting('schemig.schemas')::pg_catalog.name[])
   -- only: AND t.oid = ANY (pg_catalog.current_setting('schemig.objects')::pg_catalog.oid[])
   AND t.relkind IN ('r', 'p', 'm')
   AND t.relpersistence <> 't'
   AND i.indisready
   AND (i.indisvalid OR t.relkind = 'p')
   AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e
                    WHERE e.classid = 1259 AND e.objid IN (t.oid, x.oid) AND e.objsubid = 0
                      AND e.deptype = 'e')
   AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e
                    WHERE e.classid = 1259 AND e.objid = x.oid AND e.objsubid = 0
                      AND e.deptype = 'i')
