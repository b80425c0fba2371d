-- What there is to carry, from the catalogs themselves and not from the kinds' queries: a row for each object of the
-- followed schemas, for what belongs to it (columns, constraints, comments, privileges, ...), and for what belongs to the
-- database and to no schema ("global"). "kind" is that of src/kind where there is one, else what the server calls it;
-- the address is that of the fact. Members of extensions are marked, and so is what belongs to them.
-- Left out is what comes with something else by itself: parts ('i' in pg_depend) such as array types, constructors of
-- ranges and indexes of constraints, constraints and triggers that a partition or heir has from its parent; and plpgsql,
-- dblink and schemig, which each target has.
WITH RECURSIVE namespace AS MATERIALIZED (
    SELECT n.oid, n.nspowner, n.nspacl
      FROM pg_catalog.pg_namespace n
     WHERE n.nspname = ANY (pg_catalog.current_setting('schemig.schemas')::pg_catalog.name[])
), part AS MATERIALIZED (
    SELECT DISTINCT d.classid AS class, d.objid AS oid
      FROM pg_catalog.pg_depend d
     WHERE d.deptype = 'i' AND d.objsubid = 0
), member AS MATERIALIZED (
    SELECT d.classid AS class, d.objid AS oid
      FROM pg_catalog.pg_depend d
     WHERE d.deptype = 'e'
), relation AS MATERIALIZED (
    SELECT c.oid, c.relkind, c.relispartition, c.relispopulated, c.relowner, c.relacl,
           CASE c.relkind WHEN 'c' THEN 1247 ELSE 1259 END::pg_catalog.oid AS of_class,
           CASE c.relkind WHEN 'c' THEN c.reltype ELSE coalesce(i.indrelid, s.refobjid, c.oid) END AS of_oid,
           s.refobjid IS NOT NULL AS is_identity
      FROM pg_catalog.pg_class c
      JOIN namespace n ON n.oid = c.relnamespace
      LEFT JOIN pg_catalog.pg_index i ON i.indexrelid = c.oid
      LEFT JOIN pg_catalog.pg_depend s
             ON c.relkind = 'S' AND s.classid = 1259 AND s.objid = c.oid AND s.refclassid = 1259
            AND s.refobjsubid > 0 AND s.deptype = 'i'
     WHERE c.relpersistence <> 't' AND c.relkind <> 't'
), type AS MATERIALIZED (
    SELECT t.oid, t.typtype, t.typisdefined, t.typowner, t.typacl,
           EXISTS (SELECT FROM pg_catalog.pg_range r WHERE r.rngtypid = t.oid AND r.rngcanonical <> 0) AS is_canonical
      FROM pg_catalog.pg_type t
      JOIN namespace n ON n.oid = t.typnamespace
     WHERE (t.typrelid = 0 OR t.typrelid IN (SELECT r.oid FROM relation r WHERE r.relkind = 'c'))
       AND (1247, t.oid) NOT IN (SELECT p.class, p.oid FROM part p)
), routine AS MATERIALIZED (
    SELECT p.oid, p.prokind, p.proowner, p.proacl
      FROM pg_catalog.pg_proc p
      JOIN namespace n ON n.oid = p.pronamespace
     WHERE (1255, p.oid) NOT IN (SELECT q.class, q.oid FROM part q)
), listed(kind, class, oid, sub, of_class, of_oid, is_global) AS (
    SELECT 'schema', 2615::pg_catalog.oid, n.oid, 0, 2615::pg_catalog.oid, n.oid, false FROM namespace n
     UNION ALL
    SELECT CASE r.relkind WHEN 'r' THEN 'table' WHEN 'p' THEN 'table' WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized view'
                          WHEN 'f' THEN 'foreign table' WHEN 'S' THEN CASE WHEN r.is_identity THEN 'identity' ELSE 'sequence' END
                          ELSE 'relation' END,
           1259, r.oid, 0, r.of_class, r.of_oid, false
      FROM relation r
     WHERE r.relkind NOT IN ('c', 'i', 'I')
     UNION ALL
    SELECT 'index', 1259, x.indexrelid, 0, 1259, x.indrelid, false
      FROM pg_catalog.pg_index x
      JOIN relation r ON r.oid = x.indrelid
     WHERE (1259, x.indexrelid) NOT IN (SELECT p.class, p.oid FROM part p)
     UNION ALL
    SELECT 'column', 1259, a.attrelid, a.attnum, r.of_class, r.of_oid, false
      FROM relation r
      JOIN pg_catalog.pg_attribute a ON a.attrelid = r.oid AND a.attnum > 0 AND NOT a.attisdropped
     WHERE r.relkind NOT IN ('i', 'I', 'S')
     UNION ALL
    SELECT 'default', 2604, d.oid, 0, r.of_class, r.of_oid, false
      FROM relation r
      JOIN pg_catalog.pg_attrdef d ON d.adrelid = r.oid
      JOIN pg_catalog.pg_attribute a ON a.attrelid = r.oid AND a.attnum = d.adnum AND a.attgenerated = ''
     UNION ALL
    SELECT 'constraint', 2606, k.oid, 0, r.of_class, r.of_oid, false
      FROM relation r
      JOIN pg_catalog.pg_constraint k ON k.conrelid = r.oid
     WHERE CASE k.contype WHEN 'c' THEN k.conislocal OR r.relispartition WHEN 'f' THEN k.conparentid = 0
                          ELSE k.contype NOT IN ('n', 't') END
     UNION ALL
    SELECT CASE WHEN r.relkind IN ('i', 'I') THEN 'index partition' WHEN r.relispartition THEN 'partition' ELSE 'inheritance' END,
           2611, r.oid, CASE WHEN r.relispartition OR r.relkind IN ('i', 'I') THEN 0 ELSE h.inhseqno END,
           r.of_class, r.of_oid, false
      FROM relation r
      JOIN pg_catalog.pg_inherits h ON h.inhrelid = r.oid
     UNION ALL
    SELECT 'trigger', 2620, g.oid, 0, r.of_class, r.of_oid, false
      FROM relation r
      JOIN pg_catalog.pg_trigger g ON g.tgrelid = r.oid
      LEFT JOIN pg_catalog.pg_trigger u ON u.oid = g.tgparentid
      LEFT JOIN pg_catalog.pg_constraint k ON k.oid = g.tgconstraint
     WHERE (k.contype IS NULL OR k.contype = 't')
       AND CASE WHEN u.oid IS NULL THEN NOT g.tgisinternal ELSE g.tgenabled <> u.tgenabled END
     UNION ALL
    SELECT 'rule', 2618, w.oid, 0, r.of_class, r.of_oid, false
      FROM relation r
      JOIN pg_catalog.pg_rewrite w ON w.ev_class = r.oid AND w.ev_type <> '1'
     UNION ALL
    SELECT 'policy', 3256, p.oid, 0, r.of_class, r.of_oid, false
      FROM relation r
      JOIN pg_catalog.pg_policy p ON p.polrelid = r.oid
     UNION ALL
    SELECT 'statistics object', 3381, s.oid, 0, 1259, s.stxrelid, false
      FROM pg_catalog.pg_statistic_ext s
     WHERE s.stxnamespace IN (SELECT n.oid FROM namespace n) OR s.stxrelid IN (SELECT r.oid FROM relation r)
     UNION ALL
    SELECT CASE WHEN NOT t.typisdefined THEN 'shell type' WHEN t.typtype = 'b' THEN 'base type' WHEN t.typtype = 'c' THEN 'composite type'
                WHEN t.typtype = 'd' THEN 'domain' WHEN t.typtype = 'e' THEN 'enum' WHEN t.typtype = 'r' THEN 'range type'
                ELSE 'type' END,
           1247, t.oid, 0, 1247, t.oid, false
      FROM type t
     UNION ALL
    SELECT 'domain constraint', 2606, k.oid, 0, 1247, t.oid, false
      FROM type t
      JOIN pg_catalog.pg_constraint k ON k.contypid = t.oid AND k.contype = 'c'
     UNION ALL
    SELECT CASE p.prokind WHEN 'a' THEN 'aggregate' ELSE 'routine' END, 1255, p.oid, 0, 1255, p.oid, false FROM routine p
     UNION ALL
    SELECT CASE d.classid WHEN 6237 THEN 'publication schema' WHEN 826 THEN 'default privilege' ELSE i.type END, d.classid, d.objid, 0, d.classid, d.objid, false
      FROM pg_catalog.pg_depend d
      JOIN namespace n ON n.oid = d.refobjid
     CROSS JOIN LATERAL pg_catalog.pg_identify_object(d.classid, d.objid, 0) AS i
     WHERE d.refclassid = 2615
       AND d.classid NOT IN (1247, 1255, 1259, 2604, 2606, 2618, 3256, 3381, 3079)
       AND (d.classid, d.objid) NOT IN (SELECT p.class, p.oid FROM part p)
     UNION ALL
    SELECT 'extension', 3079, e.oid, 0, 3079, e.oid, e.extnamespace NOT IN (SELECT n.oid FROM namespace n)
      FROM pg_catalog.pg_extension e
     WHERE e.extname NOT IN ('plpgsql', 'dblink', 'schemig')
     UNION ALL
    SELECT 'cast', 2605, k.oid, 0, 2605, k.oid,
           NOT (k.castsource IN (SELECT t.oid FROM type t) OR k.casttarget IN (SELECT t.oid FROM type t)
                OR k.castfunc IN (SELECT p.oid FROM routine p))
      FROM pg_catalog.pg_cast k
     WHERE k.oid >= 16384 AND (2605, k.oid) NOT IN (SELECT p.class, p.oid FROM part p)
     UNION ALL
    SELECT 'transform', 3576, k.oid, 0, 3576, k.oid,
           NOT (k.trftype IN (SELECT t.oid FROM type t) OR k.trffromsql IN (SELECT p.oid FROM routine p)
                OR k.trftosql IN (SELECT p.oid FROM routine p))
      FROM pg_catalog.pg_transform k
     WHERE k.oid >= 16384
     UNION ALL
    SELECT 'publication table', 6106, l.oid, 0, 6106, l.oid, l.prrelid NOT IN (SELECT r.oid FROM relation r)
      FROM pg_catalog.pg_publication_rel l
     UNION ALL
    SELECT o.kind, o.class, o.oid, 0, o.class, o.oid, true
      FROM (SELECT 'access method', 2601::pg_catalog.oid, a.oid FROM pg_catalog.pg_am a
             UNION ALL
            SELECT 'language', 2612, l.oid FROM pg_catalog.pg_language l
             UNION ALL
            SELECT 'foreign-data wrapper', 2328, w.oid FROM pg_catalog.pg_foreign_data_wrapper w
             UNION ALL
            SELECT 'server', 1417, v.oid FROM pg_catalog.pg_foreign_server v
             UNION ALL
            SELECT 'user mapping', 1418, m.umid FROM pg_catalog.pg_user_mappings m
             UNION ALL
            SELECT 'event trigger', 3466, g.oid FROM pg_catalog.pg_event_trigger g
             UNION ALL
            SELECT 'publication', 6104, p.oid FROM pg_catalog.pg_publication p
             UNION ALL
            SELECT 'global default privilege', 826, d.oid FROM pg_catalog.pg_default_acl d WHERE d.defaclnamespace = 0) AS o(kind, class, oid)
     WHERE o.oid >= 16384 AND (o.class, o.oid) NOT IN (SELECT p.class, p.oid FROM part p)
     UNION ALL
    -- What users have made in the schema of an extension is not the extension's.
    SELECT i.type, o.class, o.oid, 0, o.class, o.oid, true
      FROM (SELECT 1259::pg_catalog.oid, c.oid, c.relnamespace
              FROM pg_catalog.pg_class c
             WHERE c.relkind NOT IN ('c', 'i', 'I', 't')
             UNION ALL
            SELECT 1255, p.oid, p.pronamespace FROM pg_catalog.pg_proc p
             UNION ALL
            SELECT 1247, t.oid, t.typnamespace
              FROM pg_catalog.pg_type t
              LEFT JOIN pg_catalog.pg_class c ON c.oid = t.typrelid
             WHERE c.oid IS NULL OR c.relkind = 'c') AS o(class, oid, namespace)
      JOIN pg_catalog.pg_namespace n ON n.oid = o.namespace AND n.nspname NOT IN ('schemig', 'schemig_trash')
      JOIN member m ON m.class = 2615 AND m.oid = n.oid
     CROSS JOIN LATERAL pg_catalog.pg_identify_object(o.class, o.oid, 0) AS i
     WHERE (o.class, o.oid) NOT IN (SELECT e.class, e.oid FROM member e)
       AND (o.class, o.oid) NOT IN (SELECT p.class, p.oid FROM part p)
     UNION ALL
    -- Not everybody may read the oid of a subscription.
    SELECT 'subscription', 6100, 0, 0, 6100, 0, true
      FROM pg_catalog.pg_subscription s
      JOIN pg_catalog.pg_database d ON d.oid = s.subdbid
     WHERE d.datname = pg_catalog.current_database()
), said(kind, class, oid, sub, of_class, of_oid, is_global) AS (
    SELECT 'comment', l.class, l.oid, l.sub, l.of_class, l.of_oid, l.is_global
      FROM listed l
      JOIN pg_catalog.pg_description d ON d.classoid = l.class AND d.objoid = l.oid AND d.objsubid = l.sub
     UNION ALL
    -- The index of a constraint has a comment beside the constraint's.
    SELECT 'comment', 1259, k.conindid, 0, l.of_class, l.of_oid, false
      FROM listed l
      JOIN pg_catalog.pg_constraint k ON l.class = 2606 AND k.oid = l.oid AND k.contype <> 'f'
      JOIN pg_catalog.pg_description d ON d.classoid = 1259 AND d.objoid = k.conindid AND d.objsubid = 0
     UNION ALL
    SELECT 'security label', 2147483648 + (pg_catalog.hashtext(s.provider) & 2147483647)::pg_catalog.int8, s.objoid,
           CASE s.classoid WHEN 1259 THEN s.objsubid ELSE -s.classoid::pg_catalog.int4 END,
           l.of_class, l.of_oid, l.is_global
      FROM listed l
      JOIN pg_catalog.pg_seclabel s ON s.classoid = l.class AND s.objoid = l.oid AND s.objsubid = l.sub
     UNION ALL
    SELECT 'owner', l.class, l.oid, -2, l.of_class, l.of_oid, l.is_global
      FROM listed l
     WHERE l.class IN (1247, 1255, 1259, 1417, 2328, 2607, 2612, 2615, 2616, 2617, 2753, 3381, 3456, 3466, 3600, 3602, 6104)
       AND l.sub = 0 AND l.kind NOT IN ('index', 'identity')
     UNION ALL
    SELECT 'sequence owner', 1259, r.oid, 0, r.of_class, r.of_oid, false
      FROM relation r
      JOIN pg_catalog.pg_depend o
        ON o.classid = 1259 AND o.objid = r.oid AND o.objsubid = 0
       AND o.refclassid = 1259 AND o.refobjsubid > 0 AND o.deptype = 'a'
     WHERE r.relkind = 'S'
     UNION ALL
    -- Base types, and ranges with a canonical function, are announced before the functions that take them.
    SELECT 'shell type', 1247, t.oid, -1, 1247, t.oid, false
      FROM type t
     WHERE t.typisdefined AND (t.typtype = 'b' OR t.is_canonical)
), reads AS (
    SELECT DISTINCT w.ev_class AS reader, c.oid, c.relkind, c.relispopulated
      FROM pg_catalog.pg_rewrite w
      JOIN pg_catalog.pg_depend d ON d.classid = 2618 AND d.objid = w.oid AND d.refclassid = 1259
      JOIN pg_catalog.pg_class c ON c.oid = d.refobjid AND c.relkind IN ('v', 'm') AND c.oid <> w.ev_class
     WHERE w.rulename = '_RETURN'
), below(root, oid, relkind, relispopulated) AS (
    SELECT r.oid, r.oid, r.relkind, r.relispopulated FROM relation r WHERE r.relkind = 'm'
     UNION
    SELECT b.root, s.oid, s.relkind, s.relispopulated FROM below b JOIN reads s ON s.reader = b.oid
), acl(class, oid, sub, of_class, of_oid, is_global, owner, acl, type) AS (
    SELECT 2615::pg_catalog.oid, n.oid, 0, 2615::pg_catalog.oid, n.oid, false, n.nspowner, n.nspacl, 'n'::pg_catalog."char" FROM namespace n
     UNION ALL
    SELECT 1259, r.oid, 0, r.of_class, r.of_oid, false, r.relowner, r.relacl, CASE r.relkind WHEN 'S' THEN 's' ELSE 'r' END::pg_catalog."char"
      FROM relation r
     UNION ALL
    SELECT 1259, r.oid, a.attnum, r.of_class, r.of_oid, false, r.relowner, a.attacl, 'c'
      FROM relation r
      JOIN pg_catalog.pg_attribute a ON a.attrelid = r.oid AND a.attnum > 0 AND NOT a.attisdropped
     UNION ALL
    SELECT 1247, t.oid, 0, 1247, t.oid, false, t.typowner, t.typacl, 'T' FROM type t
     UNION ALL
    SELECT 1255, p.oid, 0, 1255, p.oid, false, p.proowner, p.proacl, 'f' FROM routine p
     UNION ALL
    SELECT 1417, v.oid, 0, 1417, v.oid, true, v.srvowner, v.srvacl, 'S' FROM pg_catalog.pg_foreign_server v
     UNION ALL
    SELECT 2328, w.oid, 0, 2328, w.oid, true, w.fdwowner, w.fdwacl, 'F' FROM pg_catalog.pg_foreign_data_wrapper w
     UNION ALL
    SELECT 2612, l.oid, 0, 2612, l.oid, true, l.lanowner, l.lanacl, 'l' FROM pg_catalog.pg_language l WHERE l.oid >= 16384
     UNION ALL
    -- In a schema default privileges only add to what a new object has: there nothing is usual, and an owner nobody
    -- in particular.
    SELECT 826, d.oid, 0, 826, d.oid, d.defaclnamespace = 0, CASE d.defaclnamespace WHEN 0 THEN d.defaclrole END, d.defaclacl,
           CASE d.defaclobjtype WHEN 'S' THEN 's' ELSE d.defaclobjtype END
      FROM pg_catalog.pg_default_acl d
     WHERE d.defaclnamespace = 0 OR d.defaclnamespace IN (SELECT n.oid FROM namespace n)
), held AS (
    SELECT a.class, a.oid, a.sub, x.grantee, x.privilege_type, pg_catalog.bool_or(x.is_grantable) AS is_grantable
      FROM acl a
     CROSS JOIN LATERAL pg_catalog.aclexplode(a.acl) AS x
     GROUP BY a.class, a.oid, a.sub, x.grantee, x.privilege_type
), usual AS (
    -- What a new object has; for the schema public pg_init_privs tells.
    SELECT a.class, a.oid, a.sub, x.grantee, x.privilege_type, false AS is_grantable
      FROM acl a
     CROSS JOIN LATERAL pg_catalog.aclexplode(pg_catalog.acldefault(a.type, a.owner)) AS x
     WHERE a.acl IS NOT NULL
       AND (x.grantee = a.owner OR (a.class, a.oid) NOT IN (SELECT i.classoid, i.objoid FROM pg_catalog.pg_init_privs i WHERE i.classoid = 2615 AND i.privtype = 'i'))
     UNION ALL
    SELECT a.class, a.oid, a.sub, x.grantee, x.privilege_type, false
      FROM acl a
      JOIN pg_catalog.pg_init_privs i ON i.classoid = a.class AND i.objoid = a.oid AND i.objsubid = a.sub AND i.privtype = 'i'
     CROSS JOIN LATERAL pg_catalog.aclexplode(i.initprivs) AS x
     WHERE a.acl IS NOT NULL AND a.class = 2615 AND x.grantee = 0
), differing AS (
    (SELECT * FROM held EXCEPT SELECT * FROM usual) UNION (SELECT * FROM usual EXCEPT SELECT * FROM held)
), every(kind, class, oid, sub, of_class, of_oid, is_global) AS (
    SELECT * FROM listed
     UNION ALL
    SELECT * FROM said
     UNION ALL
    SELECT 'contents', 1259, b.root, -1, 1259, b.root, false
      FROM below b
     GROUP BY b.root
    HAVING pg_catalog.bool_and(b.relispopulated OR b.relkind <> 'm')
     UNION ALL
    SELECT DISTINCT 'grant', CASE d.grantee WHEN 0 THEN 1260 WHEN a.owner THEN 1 ELSE d.grantee END, d.oid,
           CASE d.class WHEN 1259 THEN d.sub ELSE -d.class::pg_catalog.int4 END, a.of_class, a.of_oid, a.is_global
      FROM differing d
      JOIN acl a ON a.class = d.class AND a.oid = d.oid AND a.sub = d.sub
)
SELECT y.kind, y.class::pg_catalog.int8, y.oid::pg_catalog.int8, y.sub, y.is_global,
       (y.of_class, y.of_oid) IN (SELECT m.class, m.oid FROM member m)
       OR (y.class, y.oid) IN (SELECT m.class, m.oid FROM member m) AS is_member
  FROM every y
