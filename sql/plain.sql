-- Which of some tables, which are numbers in 'schemig.objects', are of the followed schemas, have neither parents nor heirs,
-- and are no member of an extension.
SELECT c.oid::pg_catalog.text
  FROM pg_catalog.pg_class c
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
 WHERE c.oid = ANY (pg_catalog.current_setting('schemig.objects')::pg_catalog.oid[])
   AND n.nspname = ANY (pg_catalog.current_setting('schemig.schemas')::pg_catalog.name[])
   AND c.relkind = 'r'
   AND c.relpersistence <> 't'
   AND NOT c.relispartition
   AND NOT c.relhassubclass
   AND c.reloftype = 0
   AND NOT EXISTS (SELECT FROM pg_catalog.pg_inherits h WHERE h.inhrelid = c.oid)
   AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e WHERE e.classid = 1259 AND e.objid = c.oid AND e.deptype = 'e')
