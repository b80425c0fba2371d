-- Columns of tables, foreign tables, views and materialized views, and attributes of composite types.
-- What a column has from its type, or from the columns it inherits from, is null or absent: storage, compression, collation.
-- "after": the column before it, since ADD COLUMN appends, and those of the parents, or of the composite type, that it comes from.
-- Option pg_attver is the server's own (from the minor releases of November 2026 on): a version that no DDL sets.
-- not_null_*: names and marks of NOT NULL constraints, which are rows of pg_constraint from 18 on. NOT VALID is carried
-- where neither parent nor heir has the column.
SELECT CASE WHEN plain.it
            -- Put together by hand: json_build_object looks up anew how to print each value, and most columns are like that.
            THEN pg_catalog.concat(
                     '{"at":[1259,', a.attrelid, ',', a.attnum, '],"parent":[1259,', a.attrelid, ',0]',
                     CASE WHEN before.number IS NOT NULL AND c.relkind IN ('r', 'p', 'f', 'c')
                          THEN pg_catalog.concat(',"after":[[1259,', a.attrelid, ',', before.number, ']]') END,
                     ',"def":{"of":"', kind.it, '","relation":', c.name, ',"name":', pg_catalog.to_json(a.attname),
                     ',"type":', pg_catalog.to_json(pg_catalog.format_type(a.atttypid, a.atttypmod)),
                     ',"not_null":', pg_catalog.to_json(a.attnotnull), '}}')::pg_catalog.json
            ELSE pg_catalog.json_build_object(
                     'at', pg_catalog.json_build_array(1259, a.attrelid::pg_catalog.int8, a.attnum),
                     'parent', pg_catalog.json_build_array(1259, a.attrelid::pg_catalog.int8, 0),
                     'aliases', CASE WHEN d.oid IS NOT NULL
                                     THEN pg_catalog.json_build_array(
                                              pg_catalog.json_build_array(2604, d.oid::pg_catalog.int8, 0)) END,
                     'after', (SELECT pg_catalog.json_agg(pg_catalog.json_build_array(
                                                    1259, w.relation::pg_catalog.int8, w.number))
                                           FROM (SELECT a.attrelid, before.number
                                                  WHERE before.number IS NOT NULL AND c.relkind IN ('r', 'p', 'f', 'c')
                                                  UNION ALL
                                                 SELECT u.*
                                                   FROM ROWS FROM (pg_catalog.unnest(up.relations), pg_catalog.unnest(up.numbers)) AS u
                                                  WHERE c.relispartition OR NOT a.attislocal
                                                  UNION ALL
                                                 SELECT o.attrelid, o.attnum
                                                   FROM pg_catalog.pg_type y
                                                   JOIN pg_catalog.pg_attribute o ON o.attrelid = y.typrelid AND o.attname = a.attname
                                                  WHERE c.reloftype <> 0 AND y.oid = c.reloftype) AS w(relation, number)),
                     'notes', CASE WHEN k.oid IS NOT NULL OR a.attfdwoptions IS NOT NULL THEN (
                                   SELECT pg_catalog.json_agg(pg_catalog.format(w.note, a.attname, c.nspname, c.relname, w.what))
                                     FROM (SELECT 'NOT VALID of NOT NULL of column %2$I.%3$I.%1$I is not carried', NULL
                                            WHERE NOT k.convalidated AND NOT alone.it
                                            UNION ALL
                                           SELECT 'option %4$I of column %2$I.%3$I.%1$I is not carried: it may be secret', o.option_name
                                             FROM pg_catalog.pg_options_to_table(a.attfdwoptions) AS o
                                            WHERE o.option_name ~* '(pass|secret|token|cred)') AS w(note, what)) END,
                     'def', pg_catalog.json_build_object(
                                          'of', kind.it,
                                          'relation', c.name,
                                          'name', a.attname,
                                          'type', pg_catalog.format_type(a.atttypid, a.atttypmod),
                                          'collation', CASE WHEN l.oid IS NOT NULL AND c.relkind NOT IN ('v', 'm')
                                                            THEN pg_catalog.json_build_object('schema', s.nspname, 'name', l.collname) END,
                                          'not_null', a.attnotnull,
                                          'not_null_name', k.conname,
                                          'not_null_not_valid', coalesce(NOT k.convalidated AND alone.it, false),
                                          'no_inherit', coalesce(k.connoinherit, false),
                                          'not_null_apart', CASE WHEN k.oid IS NOT NULL OR a.attinhcount = 0 OR NOT a.attnotnull OR c.relispartition
                                                                 THEN coalesce(k.coninhcount > 0 AND k.conislocal <> a.attislocal
                                                                               AND NOT c.relispartition, false) END,
                                          'not_null_comment', CASE WHEN k.oid IS NOT NULL
                                                                   THEN pg_catalog.obj_description(k.oid, 'pg_constraint') END,
                                          'inherited', NOT a.attislocal AND NOT c.relispartition,
                                          'generated', CASE WHEN d.oid IS NOT NULL
                                                            THEN pg_catalog.json_build_object(
                                                                     'virtual', a.attgenerated = 'v',
                                                                     'expression', pg_catalog.pg_get_expr(d.adbin, d.adrelid)) END,
                                          'storage', CASE WHEN c.relkind IN ('r', 'p', 'm', 'f')
                                                           AND (a.attstorage <> t.typstorage OR up.storage)
                                                          THEN CASE a.attstorage WHEN 'p' THEN 'PLAIN' WHEN 'e' THEN 'EXTERNAL'
                                                                                 WHEN 'm' THEN 'MAIN' ELSE 'EXTENDED' END END,
                                          'compression', CASE WHEN a.compression = 'p' THEN 'pglz' WHEN a.compression = 'l' THEN 'lz4'
                                                              WHEN up.compression THEN 'default' END,
                                          'statistics', nullif(a.attstattarget, -1),
                                          'options', CASE WHEN a.attoptions IS NULL THEN '[]'
                                                          ELSE pg_catalog.to_json(ARRAY(
                                                                   SELECT e.option
                                                                     FROM pg_catalog.unnest(a.attoptions) WITH ORDINALITY AS e(option, place)
                                                                    WHERE NOT pg_catalog.starts_with(e.option, 'pg_attver=')
                                                                    ORDER BY e.place)) END,
                                          'foreign_options', coalesce(
                                              CASE WHEN a.attfdwoptions IS NOT NULL
                                                   THEN (SELECT pg_catalog.json_agg(pg_catalog.json_build_object(
                                                                    'name', o.option_name, 'value', o.option_value))
                                                           FROM pg_catalog.pg_options_to_table(a.attfdwoptions) AS o
                                                          WHERE NOT o.option_name ~* '(pass|secret|token|cred)') END, '[]'))) END AS fact
  FROM (VALUES (''::pg_catalog."char")) AS absent(attcompression)
 -- Relations are looked at before their columns, which are many.
 CROSS JOIN (SELECT r.oid, r.relname, r.relkind, r.reloftype, r.relispartition, r.relhassubclass, n.nspname,
                    pg_catalog.json_build_object('schema', n.nspname, 'name', r.relname) AS name
               FROM pg_catalog.pg_namespace n
               JOIN pg_catalog.pg_class r
                 ON r.relnamespace = n.oid AND r.relkind IN ('r', 'p', 'v', 'm', 'c', 'f') AND r.relpersistence <> 't'
              WHERE n.nspname = ANY (pg_catalog.current_setting('schemig.schemas')::pg_catalog.name[])
                -- only: AND r.oid = ANY (pg_catalog.current_setting('schemig.objects')::pg_catalog.oid[])
                AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e
                                 WHERE e.classid = CASE r.relkind WHEN 'c' THEN 1247 ELSE 1259 END
                                   AND e.objid = CASE r.relkind WHEN 'c' THEN r.reltype ELSE r.oid END
                                   AND e.deptype = 'e')
             OFFSET 0) AS c
 CROSS JOIN LATERAL (SELECT b.*, attcompression AS compression
                       FROM pg_catalog.pg_attribute b
                      WHERE b.attrelid = c.oid AND b.attnum > 0 AND NOT b.attisdropped) AS a
  LEFT JOIN LATERAL (SELECT b.attnum AS number
                       FROM pg_catalog.pg_attribute b
                      WHERE b.attrelid = a.attrelid AND b.attnum > 0 AND b.attnum < a.attnum AND NOT b.attisdropped
                      ORDER BY b.attnum DESC
                      LIMIT 1) AS before ON true
  JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
  LEFT JOIN pg_catalog.pg_collation l ON l.oid = a.attcollation AND a.attcollation <> t.typcollation
  LEFT JOIN pg_catalog.pg_namespace s ON s.oid = l.collnamespace
  LEFT JOIN pg_catalog.pg_attrdef d
         ON d.adrelid = a.attrelid AND d.adnum = a.attnum AND a.attgenerated <> ''
  LEFT JOIN pg_catalog.pg_constraint k
         ON k.conrelid = a.attrelid AND k.contype = 'n' AND k.conkey[1] = a.attnum
 CROSS JOIN LATERAL (SELECT c.relkind = 'r' AND NOT c.relispartition AND NOT c.relhassubclass
                            AND a.attinhcount = 0 AS it) AS alone
  LEFT JOIN LATERAL (
           SELECT pg_catalog.array_agg(u.attrelid ORDER BY h.inhseqno) AS relations,
                  pg_catalog.array_agg(u.attnum ORDER BY h.inhseqno) AS numbers,
                  pg_catalog.bool_or(u.attstorage <> a.attstorage) AND NOT c.relispartition AS storage,
                  pg_catalog.bool_or(u.compression <> a.compression) AND NOT c.relispartition AS compression
             FROM pg_catalog.pg_inherits h
            CROSS JOIN LATERAL (SELECT b.*, attcompression AS compression
                                  FROM pg_catalog.pg_attribute b
                                 WHERE b.attrelid = h.inhparent AND NOT b.attisdropped) AS u
            WHERE a.attinhcount > 0 AND h.inhrelid = a.attrelid AND u.attname = a.attname) AS up ON true
 CROSS JOIN LATERAL (SELECT CASE c.relkind WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized view'
                                           WHEN 'c' THEN 'composite type' WHEN 'f' THEN 'foreign table'
                                           ELSE 'table' END AS it) AS kind
 -- Most columns have nothing else to say, and are many.
 CROSS JOIN LATERAL (SELECT l.oid IS NULL AND k.oid IS NULL AND d.oid IS NULL
                            AND a.attislocal AND a.attinhcount = 0 AND a.attstorage = t.typstorage
                            AND a.compression = '' AND coalesce(a.attstattarget, -1) = -1
                            AND (a.attoptions[2] IS NULL AND pg_catalog.starts_with(a.attoptions[1], 'pg_attver=')) IS NOT FALSE
                            AND a.attfdwoptions IS NULL AND c.reloftype = 0 AS it) AS plain
