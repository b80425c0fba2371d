-- Row security policies of tables. Whether a table's row security is on is a matter of the table. A policy for PUBLIC
-- has the role 0 alone.
SELECT pg_catalog.json_build_object(
           'at', pg_catalog.json_build_array(3256, p.oid::pg_catalog.int8, 0),
           'parent', pg_catalog.json_build_array(1259, p.polrelid::pg_catalog.int8, 0),
           'def', pg_catalog.json_strip_nulls(pg_catalog.json_build_object(
               'name', p.polname,
               'relation', pg_catalog.json_build_object('schema', n.nspname, 'name', c.relname),
               'restrictive', nullif(NOT p.polpermissive, false),
               'command', CASE p.polcmd WHEN 'r' THEN 'SELECT'
                                        WHEN 'a' THEN 'INSERT'
                                        WHEN 'w' THEN 'UPDATE'
                                        WHEN 'd' THEN 'DELETE' END,
               'roles', (SELECT pg_catalog.json_agg(r.name ORDER BY r.name)
                           FROM (SELECT pg_catalog.pg_get_userbyid(u.oid) AS name
                                   FROM pg_catalog.unnest(p.polroles) AS u(oid)
                                  WHERE u.oid <> 0) AS r),
               'using', pg_catalog.pg_get_expr(p.polqual, p.polrelid),
               'check', pg_catalog.pg_get_expr(p.polwithcheck, p.polrelid)))) AS fact
  FROM pg_catalog.pg_namespace n
  JOIN pg_catalog.pg_class c ON c.relnamespace = n.oid AND c.relkind IN ('r', 'p') AND c.relpersistence <> 't'
  JOIN pg_catalog.pg_policy p ON p.polrelid = c.oid
 WHERE n.nspname = ANY (pg_catalog.current_setting('schemig.schemas')::pg_catalog.name[])
   -- only: AND c.oid = ANY (pg_catalog.current_setting('schemig.objects')::pg_catalog.oid[])
   AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e
                    WHERE e.classid = 1259 AND e.objid = c.oid AND e.objsubid = 0 AND e.deptype = 'e')
