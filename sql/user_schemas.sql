SELECT n.nspname::pg_catalog.text
  FROM pg_catalog.pg_namespace n
 WHERE n.nspname !~ '^pg_'
   AND n.nspname NOT IN ('information_schema', 'schemig', 'schemig_trash')
   AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d
                    WHERE d.classid = 2615 AND d.objid = n.oid AND d.deptype = 'e')
 ORDER BY 1
