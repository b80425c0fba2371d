-- Members are aliases, with the array types and row types that come with them: whatever uses one needs the extension.
-- The schema is left out where the extension's control file fixes it.
WITH RECURSIVE extension AS (
    SELECT e.oid, e.extname, e.extnamespace
      FROM pg_catalog.pg_extension e
     WHERE e.extname NOT IN ('plpgsql', 'dblink', 'schemig')
), member AS (
    SELECT e.oid AS extension, d.classid, d.objid
      FROM extension e
      JOIN pg_catalog.pg_depend d ON d.refclassid = 3079 AND d.refobjid = e.oid AND d.deptype = 'e'
     UNION
    SELECT m.extension, d.classid, d.objid
      FROM member m
      JOIN pg_catalog.pg_depend d ON d.refclassid = m.classid AND d.refobjid = m.objid AND d.deptype = 'i'
     WHERE d.classid IN (1247, 1255, 1259)
)
SELECT pg_catalog.json_build_object(
           'at', pg_catalog.json_build_array(3079, e.oid::pg_catalog.int8, 0),
           'parent', pg_catalog.json_build_array(2615, e.extnamespace::pg_catalog.int8, 0),
           'aliases', m.aliases,
           'def', pg_catalog.json_build_object(
               'name', e.extname,
               'schema', CASE WHEN v.schema IS NULL AND n.nspname <> 'pg_catalog' THEN n.nspname END)) AS fact
  FROM extension e
  JOIN pg_catalog.pg_namespace n ON n.oid = e.extnamespace
  LEFT JOIN (SELECT m.extension,
                    pg_catalog.json_agg(pg_catalog.json_build_array(
                        m.classid::pg_catalog.int8, m.objid::pg_catalog.int8, 0)) AS aliases
               FROM member m
              GROUP BY m.extension) AS m ON m.extension = e.oid
  LEFT JOIN pg_catalog.pg_available_extension_versions v ON v.name = e.extname AND v.installed
