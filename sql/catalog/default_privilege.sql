-- Default privileges in schemas; what they give to whom are grants, whose parents these are. Those on objects of a type
-- that is not known here are left out, and a WARNING names them.
SELECT pg_catalog.json_build_object(
           'at', pg_catalog.json_build_array(826, d.oid::pg_catalog.int8, 0),
           'parent', pg_catalog.json_build_array(2615, n.oid::pg_catalog.int8, 0),
           'def', pg_catalog.json_build_object(
               'role', pg_catalog.pg_get_userbyid(d.defaclrole),
               'schema', n.nspname,
               'on', d.defaclobjtype)) AS fact
  FROM pg_catalog.pg_default_acl d
  JOIN pg_catalog.pg_namespace n ON n.oid = d.defaclnamespace
 WHERE n.nspname = ANY (pg_catalog.current_setting('schemig.schemas')::pg_catalog.name[])
   AND d.defaclobjtype IN ('r', 'S', 'f', 'T')
