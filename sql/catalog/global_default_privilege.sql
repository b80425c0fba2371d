-- Default privileges in all schemas; what they give to whom, beyond what new objects have anyhow, are grants, whose
-- parents these are.
SELECT pg_catalog.json_build_object(
           'at', pg_catalog.json_build_array(826, d.oid::pg_catalog.int8, 0),
           'def', pg_catalog.json_build_object(
               'role', pg_catalog.pg_get_userbyid(d.defaclrole),
               'on', d.defaclobjtype)) AS fact
  FROM pg_catalog.pg_default_acl d
 WHERE d.defaclnamespace = 0
   AND d.defaclobjtype IN ('r', 'S', 'f', 'T', 'n')
