-- Foreign-data wrappers that somebody has made, and no extension. Options that look like secrets are left out.
SELECT pg_catalog.json_build_object(
           'at', pg_catalog.json_build_array(2328, w.oid::pg_catalog.int8, 0),
           'notes', (SELECT pg_catalog.json_agg(pg_catalog.format('option %I of foreign-data wrapper %I is not carried: it may be secret', o.option_name, w.fdwname))
                       FROM pg_catalog.pg_options_to_table(w.fdwoptions) AS o
                      WHERE o.option_name ~* '(pass|secret|token|cred|(^|_)key$)'),
           'def', pg_catalog.json_strip_nulls(pg_catalog.json_build_object(
               'name', w.fdwname,
               'handler', (SELECT pg_catalog.json_build_object('schema', s.nspname, 'name', q.proname)
                             FROM pg_catalog.pg_proc q
                             JOIN pg_catalog.pg_namespace s ON s.oid = q.pronamespace
                            WHERE q.oid = w.fdwhandler),
               'validator', (SELECT pg_catalog.json_build_object('schema', s.nspname, 'name', q.proname)
                             FROM pg_catalog.pg_proc q
                             JOIN pg_catalog.pg_namespace s ON s.oid = q.pronamespace
                            WHERE q.oid = w.fdwvalidator),
               'options', (SELECT pg_catalog.json_agg(pg_catalog.json_build_object('name', o.option_name, 'value', o.option_value))
                               FROM pg_catalog.pg_options_to_table(w.fdwoptions) AS o
                              WHERE NOT o.option_name ~* '(pass|secret|token|cred|(^|_)key$)')))) AS fact
  FROM pg_catalog.pg_foreign_data_wrapper w
 WHERE w.oid >= 16384
   AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e
                    WHERE e.classid = 2328 AND e.objid = w.oid AND e.deptype IN ('e', 'i'))
