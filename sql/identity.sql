SELECT (SELECT CASE WHEN pg_catalog.has_function_privilege('pg_catalog.pg_control_system()', 'EXECUTE')
                    THEN (pg_catalog.pg_control_system()).system_identifier::pg_catalog.text ELSE '' END),
       d.oid::pg_catalog.text,
       d.datname::pg_catalog.text,
       pg_catalog.current_setting('server_version_num')
  FROM pg_catalog.pg_database d
 WHERE d.datname = pg_catalog.current_database()
