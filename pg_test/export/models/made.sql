-- What SQLAlchemy can make of tables, each on a line: columns, constraints, indexes.
SET search_path = '';
SELECT DISTINCT line FROM (
    SELECT pg_catalog.format('%I.%I %s', n.nspname, c.relname, pg_catalog.concat_ws(' ', c.relpersistence,
                             pg_catalog.pg_get_partkeydef(c.oid), pg_catalog.obj_description(c.oid, 'pg_class'),
                             (SELECT pg_catalog.string_agg(i.inhparent::regclass::text, ',') FROM pg_catalog.pg_inherits i WHERE i.inhrelid = c.oid)))
      FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
     WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition
    UNION ALL
    SELECT pg_catalog.format('%s.%I %s', a.attrelid::regclass, a.attname, pg_catalog.concat_ws(' ', a.attnum,
                             CASE WHEN t.typtype <> 'd' AND y.typtype IS DISTINCT FROM 'd' THEN pg_catalog.format_type(a.atttypid, a.atttypmod) END,
                             a.attnotnull OR t.typnotnull, a.attidentity, a.attgenerated,
                             CASE WHEN t.typdefault IS NULL THEN pg_catalog.pg_get_expr(d.adbin, d.adrelid) END,
                             pg_catalog.col_description(a.attrelid, a.attnum), a.attcollation::regcollation))
      FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_class c ON c.oid = a.attrelid JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
      LEFT JOIN pg_catalog.pg_type y ON y.oid = t.typelem LEFT JOIN pg_catalog.pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
     WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND a.attnum > 0 AND NOT a.attisdropped
    UNION ALL
    SELECT pg_catalog.format('%s %I %s', k.conrelid::regclass, k.conname, pg_catalog.concat_ws(' ',
                             pg_catalog.regexp_replace(pg_catalog.pg_get_constraintdef(k.oid), ' (NO INHERIT|NOT VALID)$', ''), pg_catalog.obj_description(k.oid, 'pg_constraint')))
      FROM pg_catalog.pg_constraint k JOIN pg_catalog.pg_class c ON c.oid = k.conrelid
     -- SQLAlchemy gives NOT NULL no names, which are constraints from 18 on.
     WHERE NOT c.relispartition AND k.conparentid = 0 AND k.contype <> 'n'
    UNION ALL
    SELECT pg_catalog.format('%s %I %s', k.contypid::regtype, k.conname, pg_catalog.pg_get_constraintdef(k.oid))
      FROM pg_catalog.pg_constraint k WHERE k.contypid <> 0 AND k.contype = 'c'
    UNION ALL
    SELECT pg_catalog.pg_get_indexdef(i.indexrelid) FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class c ON c.oid = i.indrelid
     WHERE NOT c.relispartition AND c.relkind <> 'm'
    UNION ALL
    SELECT pg_catalog.concat_ws(' ', s.seqrelid::regclass, s.seqtypid::regtype, s.seqstart, s.seqincrement, s.seqmax, s.seqmin, s.seqcache, s.seqcycle)
      FROM pg_catalog.pg_sequence s
     WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_depend d WHERE d.classid = 1259 AND d.objid = s.seqrelid AND d.deptype = 'i')
    UNION ALL
    SELECT pg_catalog.concat_ws(' ', e.enumtypid::regtype, pg_catalog.string_agg(e.enumlabel, ',' ORDER BY e.enumsortorder))
      FROM pg_catalog.pg_enum e GROUP BY e.enumtypid) AS x(line)
 WHERE line !~ '^(pg_|information_schema|schemig|CREATE (UNIQUE )?INDEX \S+ ON (ONLY )?(pg_|schemig))' AND line !~ 'app.seen' ORDER BY line;
