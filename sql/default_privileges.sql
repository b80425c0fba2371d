-- What the caller's default privileges give to an object that he creates, where the server by itself does not, and the
-- reverse: object type as in pg_default_acl, schema (null where those of no schema hold), and what one grantee has, as in
-- catalog/grant.sql. https://www.postgresql.org/docs/current/catalog-pg-default-acl.html
WITH mine AS MATERIALIZED (
    SELECT d.defaclobjtype AS type, d.defaclnamespace AS schema, d.defaclacl AS acl, r.oid AS owner,
           CASE d.defaclobjtype WHEN 'S' THEN 's' ELSE d.defaclobjtype END::pg_catalog."char" AS standard
      FROM pg_catalog.pg_default_acl d
      JOIN pg_catalog.pg_roles r ON r.oid = d.defaclrole
     WHERE r.rolname = current_user
), place AS (
    SELECT m.type, m.schema, m.owner, m.standard,
           coalesce((SELECT g.acl FROM mine g WHERE g.type = m.type AND g.schema = 0),
                    pg_catalog.acldefault(m.standard, m.owner))
           || CASE WHEN m.schema <> 0 THEN m.acl ELSE '{}' END AS acl
      FROM mine m
), privilege AS (
    SELECT p.type, p.schema, w.grantee, w.privilege, w.standard, w.held, w.grantable
      FROM place p
     CROSS JOIN LATERAL (
              SELECT grantee, privilege, s.privilege_type IS NOT NULL AS standard, h.privilege_type IS NOT NULL AS held,
                     coalesce(h.grantable, false) AS grantable
                FROM (SELECT CASE x.grantee WHEN 0 THEN 1260 WHEN p.owner THEN 1 ELSE x.grantee END AS grantee,
                             x.privilege_type AS privilege, x.privilege_type,
                             pg_catalog.bool_or(x.is_grantable) AS grantable
                        FROM pg_catalog.aclexplode(p.acl) AS x
                       GROUP BY x.grantee, x.privilege_type) AS h
                FULL JOIN
                     (SELECT CASE x.grantee WHEN 0 THEN 1260 ELSE 1 END::pg_catalog.oid AS grantee,
                             x.privilege_type AS privilege, x.privilege_type
                        FROM pg_catalog.aclexplode(pg_catalog.acldefault(p.standard, p.owner)) AS x) AS s
               USING (grantee, privilege)) AS w
)
SELECT p.type::pg_catalog.text,
       (SELECT n.nspname::pg_catalog.text FROM pg_catalog.pg_namespace n WHERE n.oid = p.schema),
       pg_catalog.json_build_object(
           'to', CASE p.grantee WHEN 1260 THEN '"public"' WHEN 1 THEN '"owner"'
                                ELSE pg_catalog.json_build_object(
                                         'role', pg_catalog.pg_get_userbyid(p.grantee))::pg_catalog.text
                 END::pg_catalog.json,
           'granted', coalesce(pg_catalog.json_agg(p.privilege) FILTER (WHERE p.held AND NOT p.standard AND NOT p.grantable), '[]'),
           'grantable', coalesce(pg_catalog.json_agg(p.privilege) FILTER (WHERE p.held AND p.grantable), '[]'),
           'revoked', coalesce(pg_catalog.json_agg(p.privilege) FILTER (WHERE p.standard AND NOT p.held), '[]'))::pg_catalog.text
  FROM privilege p
 GROUP BY p.type, p.schema, p.grantee
HAVING pg_catalog.bool_or(p.held <> p.standard OR p.grantable)
 ORDER BY 1, 2, p.grantee
