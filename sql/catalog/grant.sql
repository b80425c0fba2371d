-- What somebody may do with an object or column, where that is not what the server gives to a new one: one fact a
-- grantee. Its address is [role, object, number of the column, or of another catalog than pg_class the number below zero],
-- with 1260 for PUBLIC and 1 for whoever owns the object. A privilege that a new object has ("standard": PUBLIC may use
-- types and run routines, the owner may do everything) shows where it is revoked.
-- For the schema public the server has privileges of its own, which pg_init_privs remembers.
-- "after": REVOKE on a table takes the columns' privileges along, so those are granted before it and revoked after it.
WITH namespace AS MATERIALIZED (
    SELECT n.oid, n.nspname, n.nspowner, n.nspacl
      FROM pg_catalog.pg_namespace n
     WHERE n.nspname = ANY (pg_catalog.current_setting('schemig.schemas')::pg_catalog.name[])
), object(class, oid, sub, owner, acl, type) AS (
    SELECT 2615::pg_catalog.oid, n.oid, 0, n.nspowner, n.nspacl, 'n'::pg_catalog."char" FROM namespace n
     UNION ALL
    SELECT 1259, c.oid, 0, c.relowner, c.relacl, CASE c.relkind WHEN 'S' THEN 's' ELSE 'r' END::pg_catalog."char"
      FROM pg_catalog.pg_class c
      JOIN namespace n ON n.oid = c.relnamespace
     WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S') AND c.relpersistence <> 't'
     UNION ALL
    SELECT 1259, c.oid, a.attnum, c.relowner, a.attacl, 'c'
      FROM pg_catalog.pg_class c
      JOIN namespace n ON n.oid = c.relnamespace
      JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
     WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND c.relpersistence <> 't'
     UNION ALL
    SELECT 1247, t.oid, 0, t.typowner, t.typacl, 'T'
      FROM pg_catalog.pg_type t
      JOIN namespace n ON n.oid = t.typnamespace
      LEFT JOIN pg_catalog.pg_class c ON c.oid = t.typrelid
     WHERE c.relkind IS NULL OR c.relkind = 'c'
     UNION ALL
    SELECT 1255, p.oid, 0, p.proowner, p.proacl, 'f'
      FROM pg_catalog.pg_proc p
      JOIN namespace n ON n.oid = p.pronamespace
     UNION ALL
    SELECT 1417, v.oid, 0, v.srvowner, v.srvacl, 'S' FROM pg_catalog.pg_foreign_server v
     UNION ALL
    SELECT 2328, w.oid, 0, w.fdwowner, w.fdwacl, 'F' FROM pg_catalog.pg_foreign_data_wrapper w
     UNION ALL
    SELECT 2612, l.oid, 0, l.lanowner, l.lanacl, 'l' FROM pg_catalog.pg_language l
     UNION ALL
    -- In a schema default privileges only add to what a new object has: there nothing is standard, and an owner nobody
    -- in particular.
    SELECT 826, d.oid, 0, CASE d.defaclnamespace WHEN 0 THEN d.defaclrole END, d.defaclacl,
           CASE d.defaclobjtype WHEN 'S' THEN 's' ELSE d.defaclobjtype END
      FROM pg_catalog.pg_default_acl d
     WHERE d.defaclobjtype IN ('r', 'S', 'f', 'T', 'n')
), own AS (
    SELECT o.class, o.oid, o.sub, o.owner, o.acl, o.type, i.initprivs
      FROM object o
      LEFT JOIN pg_catalog.pg_init_privs i
             ON o.class = 2615 AND i.classoid = 2615 AND i.objoid = o.oid AND i.objsubid = 0 AND i.privtype = 'i'
     WHERE o.acl IS NOT NULL
       AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e
                        WHERE e.classid = o.class AND e.objid = o.oid AND e.objsubid = 0
                          AND (e.deptype = 'e' OR (e.deptype = 'i' AND o.class <> 1259)))
), privilege AS (
    SELECT o.class, o.oid, o.sub, p.grantee, p.privilege, p.standard, p.held, p.grantable, p.grantors
      FROM own o
     CROSS JOIN LATERAL (
              SELECT grantee, privilege, s.privilege_type IS NOT NULL AS standard, h.privilege_type IS NOT NULL AS held,
                     coalesce(h.grantable, false) AS grantable, h.grantors
                FROM (SELECT CASE x.grantee WHEN 0 THEN 1260 WHEN o.owner THEN 1 ELSE x.grantee END AS grantee,
                             x.privilege_type AS privilege, x.privilege_type,
                             pg_catalog.bool_or(x.is_grantable) AS grantable,
                             pg_catalog.string_agg(pg_catalog.quote_ident(pg_catalog.pg_get_userbyid(x.grantor)), ', ')
                                 FILTER (WHERE x.grantor <> o.owner) AS grantors
                        FROM pg_catalog.aclexplode(o.acl) AS x
                       GROUP BY x.grantee, x.privilege_type) AS h
                FULL JOIN
                     (SELECT CASE x.grantee WHEN 0 THEN 1260 ELSE 1 END::pg_catalog.oid AS grantee,
                             x.privilege_type AS privilege, x.privilege_type
                        FROM pg_catalog.aclexplode(pg_catalog.acldefault(o.type, o.owner)) AS x
                       WHERE x.grantee = o.owner OR o.initprivs IS NULL
                       UNION ALL
                      SELECT 1260, x.privilege_type, x.privilege_type
                        FROM pg_catalog.aclexplode(o.initprivs) AS x
                       WHERE x.grantee = 0) AS s
               USING (grantee, privilege)) AS p
)
SELECT pg_catalog.json_build_object(
           'at', pg_catalog.json_build_array(p.grantee::pg_catalog.int8, p.oid::pg_catalog.int8,
                                             CASE p.class WHEN 1259 THEN p.sub ELSE -p.class::pg_catalog.int4 END),
           'parent', pg_catalog.json_build_array(p.class::pg_catalog.int8, p.oid::pg_catalog.int8, p.sub),
           'after', (SELECT pg_catalog.json_agg(w.at)
                       FROM (SELECT pg_catalog.json_build_array(p.class::pg_catalog.int8, p.oid::pg_catalog.int8, -2)
                              UNION ALL
                             SELECT pg_catalog.json_build_array(
                                        p.grantee::pg_catalog.int8, a.attrelid::pg_catalog.int8, a.attnum)
                               FROM pg_catalog.pg_attribute a
                              WHERE p.class = 1259 AND p.sub = 0 AND a.attrelid = p.oid AND a.attacl IS NOT NULL
                                AND a.attnum > 0) AS w(at)),
           'notes', CASE WHEN pg_catalog.bool_or(p.grantors IS NOT NULL)
                         THEN pg_catalog.json_build_array(pg_catalog.format(
                                  '%s on %s to %s was granted by %s, and is carried as granted by the owner',
                                  pg_catalog.string_agg(p.privilege, ', ' ORDER BY p.privilege)
                                      FILTER (WHERE p.grantors IS NOT NULL),
                                  pg_catalog.pg_describe_object(p.class, p.oid, p.sub),
                                  CASE p.grantee WHEN 1260 THEN 'PUBLIC' WHEN 1 THEN 'the owner'
                                                 ELSE pg_catalog.quote_ident(pg_catalog.pg_get_userbyid(p.grantee)) END,
                                  pg_catalog.string_agg(DISTINCT p.grantors, ', '))) END,
           'def', pg_catalog.json_build_object(
               'to', CASE p.grantee WHEN 1260 THEN '"public"' WHEN 1 THEN '"owner"'
                                    ELSE pg_catalog.json_build_object(
                                             'role', pg_catalog.pg_get_userbyid(p.grantee))::pg_catalog.text
                     END::pg_catalog.json,
               'for', (SELECT pg_catalog.pg_get_userbyid(d.defaclrole)
                         FROM pg_catalog.pg_default_acl d
                        WHERE p.class = 826 AND d.oid = p.oid),
               'granted', coalesce(pg_catalog.json_agg(p.privilege) FILTER (WHERE p.held AND NOT p.standard AND NOT p.grantable), '[]'),
               'grantable', coalesce(pg_catalog.json_agg(p.privilege) FILTER (WHERE p.held AND p.grantable), '[]'),
               'revoked', coalesce(pg_catalog.json_agg(p.privilege) FILTER (WHERE p.standard AND NOT p.held), '[]'))) AS fact
  FROM privilege p
 GROUP BY p.class, p.oid, p.sub, p.grantee
HAVING pg_catalog.bool_or(p.held <> p.standard OR p.grantable)
