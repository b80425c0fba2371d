-- What there is in a database: kind, schema, name, what it belongs to, and two fields of its kind.
-- Names are quoted, so that they can stand in a statement.
SET search_path = '';
WITH space AS (
  SELECT oid, nspname, pg_catalog.quote_ident(nspname) AS q
    FROM pg_catalog.pg_namespace
   WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'
), relation AS (
  SELECT c.oid, s.q AS schema, pg_catalog.quote_ident(c.relname) AS own,
         s.q || '.' || pg_catalog.quote_ident(c.relname) AS name, c.relkind, c.relispartition, c.reltype
    FROM pg_catalog.pg_class c JOIN space s ON s.oid = c.relnamespace
), type AS (
  SELECT t.oid, s.q AS schema, pg_catalog.quote_ident(t.typname) AS own,
         s.q || '.' || pg_catalog.quote_ident(t.typname) AS name, t.typtype, t.typbasetype, t.typnotnull, t.typdefault
    FROM pg_catalog.pg_type t JOIN space s ON s.oid = t.typnamespace
   WHERE t.typtype IN ('e', 'd', 'r')
), thing(kind, schema, own, of, extra, more) AS (
  SELECT 'schema', '', q, '', '', '' FROM space
  UNION ALL
  -- extra: p partitioned, c partition, h heir, P has heirs; more: the strategy of a partitioned one.
  SELECT 'table', r.schema, r.own,
         (SELECT p.name FROM pg_catalog.pg_inherits i JOIN relation p ON p.oid = i.inhparent WHERE i.inhrelid = r.oid ORDER BY i.inhseqno LIMIT 1),
         CASE WHEN r.relkind = 'p' THEN 'p' ELSE '' END || CASE WHEN r.relispartition THEN 'c' ELSE '' END
         || CASE WHEN NOT r.relispartition AND EXISTS (SELECT FROM pg_catalog.pg_inherits WHERE inhrelid = r.oid) THEN 'h' ELSE '' END
         || CASE WHEN EXISTS (SELECT FROM pg_catalog.pg_inherits WHERE inhparent = r.oid) THEN 'P' ELSE '' END,
         (SELECT p.partstrat::text FROM pg_catalog.pg_partitioned_table p WHERE p.partrelid = r.oid)
    FROM relation r WHERE r.relkind IN ('r', 'p')
  UNION ALL
  SELECT CASE r.relkind WHEN 'v' THEN 'view' ELSE 'materialized view' END, r.schema, r.own, '', '',
         pg_catalog.rtrim(pg_catalog.regexp_replace(pg_catalog.pg_get_viewdef(r.oid), '\s+', ' ', 'g'), '; ')
    FROM relation r WHERE r.relkind IN ('v', 'm')
  UNION ALL
  SELECT 'sequence', r.schema, r.own, '', '', ''
    FROM relation r
   WHERE r.relkind = 'S' AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d
                                          WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.objid = r.oid AND d.deptype = 'i')
  UNION ALL
  -- extra: k of a constraint, u unique, e of an expression, N with nulls not distinct.
  SELECT 'index', r.schema, r.own, o.name,
         CASE WHEN EXISTS (SELECT FROM pg_catalog.pg_constraint WHERE conindid = r.oid AND contype IN ('p', 'u', 'x')) THEN 'k' ELSE '' END
         || CASE WHEN i.indisunique THEN 'u' ELSE '' END || CASE WHEN i.indexprs IS NOT NULL THEN 'e' ELSE '' END
         || CASE WHEN i.indnullsnotdistinct THEN 'N' ELSE '' END, ''
    FROM relation r JOIN pg_catalog.pg_index i ON i.indexrelid = r.oid JOIN relation o ON o.oid = i.indrelid
  UNION ALL
  SELECT 'composite', r.schema, r.own, '', '', '' FROM relation r WHERE r.relkind = 'c'
  UNION ALL
  -- extra: the type; more: n not null, d default, g generated, i identity, h inherited, l local too, k key of partitions.
  SELECT CASE r.relkind WHEN 'v' THEN 'view column' WHEN 'm' THEN 'materialized view column' WHEN 'c' THEN 'attribute' ELSE 'column' END,
         r.schema, pg_catalog.quote_ident(a.attname), r.name, pg_catalog.format_type(a.atttypid, a.atttypmod),
         CASE WHEN a.attnotnull THEN 'n' ELSE '' END || CASE WHEN a.atthasdef AND a.attgenerated = '' THEN 'd' ELSE '' END
         || CASE WHEN a.attgenerated <> '' THEN 'g' ELSE '' END || CASE WHEN a.attidentity <> '' THEN 'i' ELSE '' END
         || CASE WHEN a.attinhcount > 0 THEN 'h' ELSE '' END || CASE WHEN a.attinhcount > 0 AND a.attislocal THEN 'l' ELSE '' END
         || CASE WHEN EXISTS (SELECT FROM pg_catalog.pg_partitioned_table p WHERE p.partrelid = r.oid AND a.attnum = ANY (p.partattrs)) THEN 'k' ELSE '' END
    FROM relation r JOIN pg_catalog.pg_attribute a ON a.attrelid = r.oid
   WHERE r.relkind IN ('r', 'p', 'v', 'm', 'c') AND a.attnum > 0 AND NOT a.attisdropped
  UNION ALL
  -- extra: the type, h inherited, N not valid; more: the columns.
  SELECT 'constraint', r.schema, pg_catalog.quote_ident(k.conname), r.name,
         k.contype::text || CASE WHEN k.coninhcount > 0 OR k.conparentid <> 0 THEN 'h' ELSE '' END || CASE WHEN k.convalidated THEN '' ELSE 'N' END,
         (SELECT pg_catalog.string_agg(pg_catalog.quote_ident(a.attname), ', ' ORDER BY u.n)
            FROM pg_catalog.unnest(k.conkey) WITH ORDINALITY u(num, n)
            JOIN pg_catalog.pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = u.num)
    FROM pg_catalog.pg_constraint k JOIN relation r ON r.oid = k.conrelid WHERE k.contype IN ('p', 'u', 'c', 'f', 'x')
  UNION ALL
  SELECT 'domain constraint', t.schema, pg_catalog.quote_ident(k.conname), t.name, CASE WHEN k.convalidated THEN '' ELSE 'N' END, ''
    FROM pg_catalog.pg_constraint k JOIN type t ON t.oid = k.contypid WHERE k.contype = 'c'
  UNION ALL
  SELECT 'trigger', r.schema, pg_catalog.quote_ident(t.tgname), r.name, r.relkind::text, ''
    FROM pg_catalog.pg_trigger t JOIN relation r ON r.oid = t.tgrelid WHERE NOT t.tgisinternal AND t.tgparentid = 0
  UNION ALL
  SELECT 'policy', r.schema, pg_catalog.quote_ident(p.polname), r.name, p.polcmd::text, ''
    FROM pg_catalog.pg_policy p JOIN relation r ON r.oid = p.polrelid
  UNION ALL
  SELECT 'rule', r.schema, pg_catalog.quote_ident(w.rulename), r.name, r.relkind::text, ''
    FROM pg_catalog.pg_rewrite w JOIN relation r ON r.oid = w.ev_class WHERE w.rulename <> '_RETURN'
  UNION ALL
  SELECT 'statistics', s.q, pg_catalog.quote_ident(x.stxname), r.name, '', ''
    FROM pg_catalog.pg_statistic_ext x JOIN space s ON s.oid = x.stxnamespace JOIN relation r ON r.oid = x.stxrelid
  UNION ALL
  SELECT CASE t.typtype WHEN 'e' THEN 'enum' WHEN 'd' THEN 'domain' ELSE 'range' END, t.schema, t.own, '',
         CASE WHEN t.typtype = 'd' THEN pg_catalog.format_type(t.typbasetype, NULL) ELSE '' END,
         CASE WHEN t.typnotnull THEN 'n' ELSE '' END || CASE WHEN t.typdefault IS NOT NULL THEN 'd' ELSE '' END
    FROM type t
  UNION ALL
  SELECT 'label', t.schema, pg_catalog.quote_literal(e.enumlabel), t.name, '', ''
    FROM pg_catalog.pg_enum e JOIN type t ON t.oid = e.enumtypid
  UNION ALL
  -- extra: the kind and the result; more: the arguments.
  SELECT 'routine', s.q, pg_catalog.quote_ident(p.proname),
         CASE WHEN p.prosqlbody IS NOT NULL THEN 'atomic' ELSE (SELECT l.lanname::text FROM pg_catalog.pg_language l WHERE l.oid = p.prolang) END,
         p.prokind::text || ':' || CASE WHEN p.proretset THEN 'SETOF ' ELSE '' END || pg_catalog.format_type(p.prorettype, NULL),
         pg_catalog.pg_get_function_identity_arguments(p.oid)
    FROM pg_catalog.pg_proc p JOIN space s ON s.oid = p.pronamespace
   WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_depend d
                      WHERE d.classid = 'pg_catalog.pg_proc'::pg_catalog.regclass AND d.objid = p.oid AND d.deptype IN ('i', 'e'))
)
SELECT line
  FROM (SELECT pg_catalog.concat_ws(pg_catalog.chr(1), kind, schema, own, coalesce(of, ''), coalesce(extra, ''), coalesce(more, ''))
          FROM thing) l(line)
 ORDER BY line COLLATE "C";
