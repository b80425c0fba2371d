SELECT 'relation' AS space, n.nspname::pg_catalog.text AS schema, c.relname::pg_catalog.text AS name, e.extname::pg_catalog.text AS extension
  FROM pg_catalog.pg_depend d
  JOIN pg_catalog.pg_extension e ON e.oid = d.refobjid
  JOIN pg_catalog.pg_class c ON c.oid = d.objid
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
 WHERE d.refclassid = 3079 AND d.deptype = 'e' AND d.classid = 1259
UNION ALL
SELECT 'type', n.nspname::pg_catalog.text, t.typname::pg_catalog.text, e.extname::pg_catalog.text
  FROM pg_catalog.pg_depend d
  JOIN pg_catalog.pg_extension e ON e.oid = d.refobjid
  JOIN pg_catalog.pg_type t ON t.oid = d.objid
  JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
 WHERE d.refclassid = 3079 AND d.deptype = 'e' AND d.classid = 1247
UNION ALL
SELECT 'routine', n.nspname::pg_catalog.text, p.proname::pg_catalog.text, e.extname::pg_catalog.text
  FROM pg_catalog.pg_depend d
  JOIN pg_catalog.pg_extension e ON e.oid = d.refobjid
  JOIN pg_catalog.pg_proc p ON p.oid = d.objid
  JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
 WHERE d.refclassid = 3079 AND d.deptype = 'e' AND d.classid = 1255
UNION ALL
SELECT 'operator', n.nspname::pg_catalog.text, o.oprname::pg_catalog.text, e.extname::pg_catalog.text
  FROM pg_catalog.pg_depend d
  JOIN pg_catalog.pg_extension e ON e.oid = d.refobjid
  JOIN pg_catalog.pg_operator o ON o.oid = d.objid
  JOIN pg_catalog.pg_namespace n ON n.oid = o.oprnamespace
 WHERE d.refclassid = 3079 AND d.deptype = 'e' AND d.classid = 2617
UNION ALL
SELECT 'opclass', n.nspname::pg_catalog.text, o.opcname::pg_catalog.text, e.extname::pg_catalog.text
  FROM pg_catalog.pg_depend d
  JOIN pg_catalog.pg_extension e ON e.oid = d.refobjid
  JOIN pg_catalog.pg_opclass o ON o.oid = d.objid
  JOIN pg_catalog.pg_namespace n ON n.oid = o.opcnamespace
 WHERE d.refclassid = 3079 AND d.deptype = 'e' AND d.classid = 2616
UNION ALL
SELECT 'text search', n.nspname::pg_catalog.text, o.dictname::pg_catalog.text, e.extname::pg_catalog.text
  FROM pg_catalog.pg_depend d
  JOIN pg_catalog.pg_extension e ON e.oid = d.refobjid
  JOIN pg_catalog.pg_ts_dict o ON o.oid = d.objid
  JOIN pg_catalog.pg_namespace n ON n.oid = o.dictnamespace
 WHERE d.refclassid = 3079 AND d.deptype = 'e' AND d.classid = 3600
