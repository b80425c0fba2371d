-- Aliases are what the server makes along: array types, the multirange type, constructor functions, a cast.
-- A server before 14 has no multirange types: the name is what a later one makes up (makeMultirangeTypeName).
SELECT pg_catalog.json_build_object(
           'at', pg_catalog.json_build_array(1247, t.oid::pg_catalog.int8, 0),
           'parent', pg_catalog.json_build_array(2615, n.oid::pg_catalog.int8, 0),
           'aliases', (SELECT pg_catalog.json_agg(pg_catalog.json_build_array(
                                  i.classid::pg_catalog.int8, i.objid::pg_catalog.int8, 0))
                         FROM pg_catalog.pg_depend i
                        WHERE i.refclassid = 1247
                          AND i.refobjid IN (t.oid, r.rngmultitypid)
                          AND i.deptype = 'i'),
           'after', CASE WHEN r.rngcanonical <> 0
                         THEN pg_catalog.json_build_array(
                                  pg_catalog.json_build_array(1247, t.oid::pg_catalog.int8, -1)) END,
           'def', pg_catalog.json_build_object(
               'name', pg_catalog.json_build_object('schema', n.nspname, 'name', t.typname),
               'subtype', pg_catalog.format_type(r.rngsubtype, NULL),
               'opclass', (SELECT pg_catalog.json_build_object('schema', s.nspname, 'name', o.opcname)
                             FROM pg_catalog.pg_opclass o
                             JOIN pg_catalog.pg_namespace s ON s.oid = o.opcnamespace
                            WHERE o.oid = r.rngsubopc AND NOT o.opcdefault),
               'collation', (SELECT pg_catalog.json_build_object('schema', s.nspname, 'name', c.collname)
                               FROM pg_catalog.pg_type b
                               JOIN pg_catalog.pg_collation c ON c.oid = r.rngcollation
                               JOIN pg_catalog.pg_namespace s ON s.oid = c.collnamespace
                              WHERE b.oid = r.rngsubtype AND b.typcollation <> r.rngcollation),
               'canonical', (SELECT pg_catalog.json_build_object('schema', s.nspname, 'name', p.proname)
                               FROM pg_catalog.pg_proc p
                               JOIN pg_catalog.pg_namespace s ON s.oid = p.pronamespace
                              WHERE p.oid = r.rngcanonical),
               'subtype_diff', (SELECT pg_catalog.json_build_object('schema', s.nspname, 'name', p.proname)
                                  FROM pg_catalog.pg_proc p
                                  JOIN pg_catalog.pg_namespace s ON s.oid = p.pronamespace
                                 WHERE p.oid = r.rngsubdiff),
               'multirange', coalesce(
                   (SELECT pg_catalog.json_build_object('schema', s.nspname, 'name', m.typname)
                      FROM pg_catalog.pg_type m
                      JOIN pg_catalog.pg_namespace s ON s.oid = m.typnamespace
                     WHERE m.oid = r.rngmultitypid),
                   pg_catalog.json_build_object('schema', n.nspname, 'name',
                       CASE pg_catalog.strpos(t.typname, 'range')
                       WHEN 0 THEN pg_catalog.left(t.typname, 52) || '_multirange'
                       ELSE pg_catalog.overlay(t.typname, 'multirange', pg_catalog.strpos(t.typname, 'range'), 5)
                       END::pg_catalog.name)))) AS fact
  FROM pg_catalog.pg_namespace n
  JOIN pg_catalog.pg_type t ON t.typnamespace = n.oid
  CROSS JOIN (VALUES (0::pg_catalog.oid)) AS absent(rngmultitypid)
  CROSS JOIN LATERAL (
      SELECT q.rngsubtype, q.rngsubopc, q.rngcollation, q.rngcanonical, q.rngsubdiff, rngmultitypid
        FROM pg_catalog.pg_range q
       WHERE q.rngtypid = t.oid) AS r
 WHERE n.nspname = ANY (pg_catalog.current_setting('schemig.schemas')::pg_catalog.name[])
   AND t.typtype = 'r'
   AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e
                    WHERE e.classid = 1247 AND e.objid = t.oid AND e.deptype = 'e')
