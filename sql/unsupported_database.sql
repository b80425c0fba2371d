-- Objects of the database that are in none of the schemas that can be followed, and that no kind carries; the caller
-- leaves out what a fact holds. Connections of subscriptions are secret, and not everybody may read their oids.
-- What users have made in the schema of an extension is not the extension's. Privileges on what the server or an
-- extension has brought along, where they are no longer what pg_init_privs remembers, are named too.
WITH member AS MATERIALIZED (
    SELECT d.classid AS class, d.objid AS oid
      FROM pg_catalog.pg_depend d
     WHERE d.deptype IN ('e', 'i') AND d.objsubid = 0
), namespace AS (
    SELECT n.oid
      FROM pg_catalog.pg_namespace n
     WHERE n.nspname NOT IN ('schemig', 'schemig_trash')
       AND (2615, n.oid) IN (SELECT m.class, m.oid FROM member m)
), object(class, oid) AS (
    SELECT 1259::pg_catalog.oid, c.oid
      FROM pg_catalog.pg_class c
      JOIN namespace n ON n.oid = c.relnamespace
     WHERE c.relkind NOT IN ('c', 'i', 'I', 't')
     UNION ALL
    SELECT 1255, p.oid FROM pg_catalog.pg_proc p JOIN namespace n ON n.oid = p.pronamespace
     UNION ALL
    SELECT 1247, t.oid
      FROM pg_catalog.pg_type t
      JOIN namespace n ON n.oid = t.typnamespace
      LEFT JOIN pg_catalog.pg_class c ON c.oid = t.typrelid
     WHERE c.oid IS NULL OR c.relkind = 'c'
), brought(class, oid, sub, acl, usual) AS (
    SELECT 1259::pg_catalog.oid, c.oid, 0, c.relacl, pg_catalog.acldefault(CASE c.relkind WHEN 'S' THEN 's' ELSE 'r' END::pg_catalog."char", c.relowner)
      FROM pg_catalog.pg_class c
     WHERE c.relnamespace <> 'information_schema'::pg_catalog.regnamespace AND c.relacl IS NOT NULL AND c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S')
     UNION ALL
    SELECT 1259, a.attrelid, a.attnum, a.attacl, '{}'
      FROM pg_catalog.pg_attribute a
     WHERE a.attacl IS NOT NULL
     UNION ALL
    SELECT 1255, p.oid, 0, p.proacl, pg_catalog.acldefault('f', p.proowner) FROM pg_catalog.pg_proc p
     WHERE p.pronamespace <> 'information_schema'::pg_catalog.regnamespace AND p.proacl IS NOT NULL
     UNION ALL
    SELECT 1247, t.oid, 0, t.typacl, pg_catalog.acldefault('T', t.typowner) FROM pg_catalog.pg_type t
     WHERE t.typnamespace <> 'information_schema'::pg_catalog.regnamespace AND t.typacl IS NOT NULL
     UNION ALL
    SELECT 2612, l.oid, 0, l.lanacl, pg_catalog.acldefault('l', l.lanowner) FROM pg_catalog.pg_language l WHERE l.lanacl IS NOT NULL
     UNION ALL
    SELECT 2615, s.oid, 0, s.nspacl, pg_catalog.acldefault('n', s.nspowner)
      FROM pg_catalog.pg_namespace s
     WHERE s.nspacl IS NOT NULL AND s.nspname NOT IN ('public', 'information_schema') AND s.nspname !~ '^pg_(toast|temp)'
)
SELECT i.type AS kind, i.identity AS object, o.class::pg_catalog.int8, o.oid::pg_catalog.int8
  FROM object o
 CROSS JOIN LATERAL pg_catalog.pg_identify_object(o.class, o.oid, 0) AS i
 WHERE (o.class, o.oid) NOT IN (SELECT m.class, m.oid FROM member m)
 UNION ALL
SELECT 'subscription' AS kind, pg_catalog.quote_ident(s.subname) AS object, 6100::pg_catalog.int8 AS class, 0::pg_catalog.int8 AS oid
  FROM pg_catalog.pg_subscription s
  JOIN pg_catalog.pg_database d ON d.oid = s.subdbid
 WHERE d.datname = pg_catalog.current_database()
 UNION ALL
SELECT 'extension', pg_catalog.quote_ident(e.extname), 3079, e.oid::pg_catalog.int8
  FROM pg_catalog.pg_extension e
 WHERE e.extname NOT IN ('plpgsql', 'dblink', 'schemig')
 UNION ALL
SELECT i.type, i.identity, 826, a.oid::pg_catalog.int8
  FROM pg_catalog.pg_default_acl a
 CROSS JOIN LATERAL pg_catalog.pg_identify_object(826, a.oid, 0) AS i
 WHERE a.defaclnamespace = 0 AND a.defaclobjtype NOT IN ('r', 'S', 'f', 'T', 'n')
 UNION ALL
SELECT 'privilege', 'on ' || pg_catalog.pg_describe_object(b.class, b.oid, b.sub), b.class::pg_catalog.int8, 0
  FROM brought b
  LEFT JOIN pg_catalog.pg_init_privs i ON i.classoid = b.class AND i.objoid = b.oid AND i.objsubid = b.sub
 WHERE (b.oid < 16384 OR (b.class, b.oid) IN (SELECT d.classid, d.objid FROM pg_catalog.pg_depend d WHERE d.deptype = 'e'))
   AND ARRAY(SELECT x::pg_catalog.text FROM pg_catalog.unnest(b.acl) AS x ORDER BY 1)
       IS DISTINCT FROM
       ARRAY(SELECT x::pg_catalog.text FROM pg_catalog.unnest(coalesce(i.initprivs, b.usual)) AS x ORDER BY 1)
