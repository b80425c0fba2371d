-- Names in use in the target's schemas: relations of every kind in one namespace, types in another. Array types are
-- left out: the server gives them other names when theirs are wanted.
SELECT 'relation' AS space, n.nspname::pg_catalog.text AS schema, c.relname::pg_catalog.text AS name,
       '1259' AS class, c.oid::pg_catalog.text AS oid
  FROM pg_catalog.pg_class c
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
 WHERE n.nspname = ANY (pg_catalog.current_setting('schemig.schemas')::pg_catalog.name[])
UNION ALL
SELECT 'type', n.nspname::pg_catalog.text, t.typname::pg_catalog.text, '1247', t.oid::pg_catalog.text
  FROM pg_catalog.pg_type t
  JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
 WHERE n.nspname = ANY (pg_catalog.current_setting('schemig.schemas')::pg_catalog.name[])
   AND NOT EXISTS (SELECT FROM pg_catalog.pg_type e WHERE e.typarray = t.oid)
